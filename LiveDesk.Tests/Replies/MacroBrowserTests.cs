using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Replies;

/// <summary>Macros as people use them: written in Settings, chosen by “/”, applied with the text or alone.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class MacroBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_writes_a_macro_and_applies_it_with_its_text_alone_and_as_a_note()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Macros");
        await AddAsync(sam, "solved", "It is repaired.", async () =>
        {
            await sam.GetByTestId("macro-status").SelectOptionAsync(new SelectOptionValue { Label = "Resolved" });
            await sam.GetByTestId("macro-priority").SelectOptionAsync(new SelectOptionValue { Value = "High" });
            await AxeAsync(sam);
        });
        await AddAsync(sam, "take-it", "", () => sam.GetByTestId("macro-owner").SelectOptionAsync(new SelectOptionValue { Value = "Me" }));
        await AddAsync(sam, "called", "I called Carla.", () => sam.GetByTestId("macro-note").CheckAsync());
        await Expect(sam.Locator("[data-testid=canned-row][data-name=solved] [data-testid=canned-macro]")).ToBeVisibleAsync();

        await sam.OpenNewTicketAsync(slug, "With macros");
        await sam.WriteReplyAsync("/take-it");
        await Expect(sam.GetByTestId("canned-changes")).ToContainTextAsync("Sam");
        await sam.Keyboard.PressAsync("Enter");
        await Expect(sam.GetByTestId("composer-macro")).ToContainTextAsync("Assignee: Sam");
        await sam.WritesAsync("");
        await Expect(sam.GetByTestId("composer-send")).ToContainTextAsync("Apply");
        await sam.GetByTestId("composer-send").ClickAsync();
        await Expect(sam.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Sam");
        await Expect(sam.GetByTestId("composer-macro")).ToHaveCountAsync(0);

        await sam.WriteReplyAsync("/called");
        await Expect(sam.Locator("[data-testid=canned-item][data-name=called]")).ToBeVisibleAsync();
        await sam.Keyboard.PressAsync("Enter");
        await Expect(sam.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await sam.WritesAsync("I called Carla.");
        await sam.IsSavedAsync();
        await sam.Keyboard.PressAsync("Control+Enter");
        await Expect(sam.Locator("[data-testid=entry][data-kind=note]", new() { HasText = "I called Carla." })).ToBeVisibleAsync();

        await sam.WriteReplyAsync("/solved");
        await Expect(sam.GetByTestId("canned-changes")).ToContainTextAsync("Status: Resolved · Priority: High");
        await AxeAsync(sam);
        await sam.Keyboard.PressAsync("Enter");
        await sam.WritesAsync("It is repaired.");
        await Expect(sam.GetByTestId("composer-macro")).ToContainTextAsync("Resolved");
        await AxeAsync(sam);
        await sam.IsSavedAsync();
        await sam.GetByTestId("composer-send").ClickAsync();
        // The desk asks for the resolution, whichever way a ticket is resolved.
        await sam.GetByTestId("resolution-text").FillAsync("A new fuse.");
        await sam.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(sam.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        await Expect(sam.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "3");
        await Expect(sam.Replies("It is repaired.")).ToHaveCountAsync(1);
    }

    private static async Task AddAsync(IPage page, string name, string body, Func<Task> actions)
    {
        await page.GotoAsync("settings/canned");
        await page.GetByTestId("canned-new").ClickAsync();
        await page.GetByTestId("canned-name").FillAsync(name);
        await page.GetByTestId("canned-body").FillAsync(body);
        var scope = page.GetByTestId("canned-scope");
        await scope.SelectOptionAsync(new SelectOptionValue { Value = await scope.Locator("optgroup[label=Macros] option").First.GetAttributeAsync("value") });
        await page.GetByTestId("canned-actions-open").ClickAsync();
        await actions();
        await page.GetByTestId("canned-save").ClickAsync();
        await Expect(page.GetByTestId("canned-dialog")).ToHaveCountAsync(0);
        await Expect(page.Locator($"[data-testid=canned-row][data-name={name}]")).ToBeVisibleAsync();
    }
}
