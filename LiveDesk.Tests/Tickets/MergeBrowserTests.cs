using LiveDesk.Tests.Compose;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>What Ana does when two tickets are one matter, or one is two, with Ben and Carla in the middle of it.</summary>
public sealed class MergeBrowserTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    [Fact]
    public async Task Ana_merges_Carlas_ticket_while_Ben_writes_on_it_and_her_widget_goes_on()
    {
        var (ana, ben, carla) = (await OpenTicketAsync("ana@livedesk.test", "Every doorbell of the quarry hums"), await OpenWindowOfAsync("ben@livedesk.test"), await OpenWindowAsync());
        var panel = await carla.OpenWidgetAsync("technician");
        await panel.SayAsync("My doorbell hums at the quarry");
        await ben.GotoAsync("chats");
        await ben.Locator("[data-testid=chat-item]").Filter(new() { HasText = "hums at the quarry" }).GetByTestId("chat-open").ClickAsync();
        await ben.GetByTestId("chat-end").ClickAsync();
        await ben.GetByTestId("chat-ticket").ClickAsync();
        await Expect(ben.Locator("[data-testid=entry][data-kind=transcript]")).ToBeVisibleAsync();
        var (old, stays) = (NumberOf(ben), NumberOf(ana));
        await ben.WriteReplyAsync("Dear Carla,");

        await ana.GetByTestId("more").ClickAsync();
        await ana.GetByTestId("merge").ClickAsync();
        await ana.GetByTestId("merge-search").FillAsync("doorbell quarry");
        await ana.Locator($"[data-testid=merge-hit][data-number='{old}'] input").CheckAsync();
        await ana.Locator($"[data-testid=merge-side][data-number='{stays}'] input").CheckAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("merge-confirm").ClickAsync();

        // Ben is led to the ticket that stays, and what he types goes on there.
        await ben.ComesToAsync($"**/tickets/{stays}?from={old}");
        await Expect(ben.GetByTestId("led-here")).ToBeVisibleAsync();
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.WritesAsync("Dear Carla,");
        await ben.Keyboard.PressAsync("Control+End");
        await ben.Keyboard.TypeAsync(" we look at all of them.");
        await ben.WritesAsync("Dear Carla, we look at all of them.");
        await ben.IsSavedAsync();
        await ben.GetByTestId("composer-send").ClickAsync();
        await Expect(panel.Lines("agent").Last).ToContainTextAsync("we look at all of them");
        await panel.SayAsync("Thank you, both of you");
        await Expect(ana.Locator("[data-testid=entry][data-kind=customer]").Last).ToContainTextAsync("Thank you, both of you");
        await Expect(ana.GetByTestId("merged-line")).ToContainTextAsync("by Ana");
        await Expect(ana.GetByTestId("entry-from").First).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("participants")).ToBeVisibleAsync();
        await AxeAsync(ana);

        // Undone, what was written since stays here, and the old number is itself again.
        await ben.GetByTestId("unmerge").ClickAsync();
        await Expect(ana.GetByTestId("merged-line")).ToHaveCountAsync(0);
        await Expect(ana.Locator("[data-testid=entry][data-kind=transcript]")).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("thread")).ToContainTextAsync("Thank you, both of you");
        await ben.GotoAsync($"tickets/{old}");
        await Expect(ben.GetByTestId("ticket")).ToHaveAttributeAsync("data-value", old);
        await Expect(panel.Lines("agent").Last).ToContainTextAsync("we look at all of them");
        await panel.SayAsync("And my gate?");
        await Expect(ben.Locator("[data-testid=entry][data-kind=customer]").Last).ToContainTextAsync("And my gate?");
    }

    [Fact]
    public async Task At_360_pixels_Ana_splits_a_message_into_a_ticket_of_its_own_and_tells_the_customer()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "The lift stops between floors", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        var from = new Uri(ana.Url).AbsolutePath;
        await ana.WriteReplyAsync("And the garage door, you say?");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        var reply = ana.Replies("And the garage door");
        await reply.GetByTestId("entry-menu").ClickAsync();
        await AxeAsync(ana);
        await reply.GetByTestId("split").ClickAsync();
        await Expect(ana.GetByTestId("split-subject")).ToHaveValueAsync("And the garage door, you say?");
        await ana.GetByTestId("split-subject").FillAsync(" ");
        await ana.GetByTestId("split-confirm").ClickAsync();
        await Expect(ana.GetByTestId("split-problem")).Not.ToBeEmptyAsync();
        await ana.GetByTestId("split-subject").FillAsync("The garage door of the lift's house");
        await ana.GetByTestId("split-tell").CheckAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("split-confirm").ClickAsync();
        // At once: it fades.
        await ana.GetByTestId("toast").GetByRole(AriaRole.Link).Filter(new() { HasText = "was opened" }).ClickAsync();
        await Expect(ana.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The garage door of the lift's house");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]")).ToContainTextAsync("And the garage door");
        await Expect(ana.GetByTestId("link")).ToHaveAttributeAsync("data-number", from[(from.LastIndexOf('/') + 1)..]);
        await ana.GotoAsync(from);
        await Expect(ana.Locator("[data-testid=entry][data-kind=system]")).ToContainTextAsync("split into a ticket of its own");
        await Expect(ana.Locator("[data-testid=entry][data-kind=public-note]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Sam_answers_a_master_and_both_open_children_and_then_puts_all_into_one()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Family");
        foreach (var subject in new[] { "First child", "Second child", "Third child" }) await sam.OpenNewTicketAsync(slug, subject);
        await sam.OpenNewTicketAsync(slug, "The master");
        var master = NumberOf(sam);
        foreach (var subject in new[] { "First child", "Second child", "Third child" })
        {
            await sam.ChooseAsync("link");
            await sam.GetByTestId("link-kind").SelectOptionAsync("Master");
            await sam.GetByTestId("link-search").FillAsync(subject);
            await sam.GetByTestId("link-hit").Filter(new() { HasText = subject }).ClickAsync();
            await sam.GetByTestId("link-confirm").ClickAsync();
            await Expect(sam.GetByTestId("link").Filter(new() { HasText = subject })).ToBeVisibleAsync();
        }
        await sam.GetByTestId("children-reply").Locator("summary").ClickAsync();
        await sam.GetByTestId("children-all").CheckAsync();
        await Expect(sam.GetByTestId("children-reply").Locator("summary")).ToContainTextAsync("3 of 3");
        await sam.GetByTestId("reply-child").Filter(new() { HasText = "Third child" }).Locator("input").UncheckAsync();
        await Expect(sam.GetByTestId("children-reply").Locator("summary")).ToContainTextAsync("2 of 3");
        await AxeAsync(sam);
        await sam.WriteReplyAsync("Dear {{customer.first_name}}, it is mended.");
        await sam.IsSavedAsync();
        await sam.GetByTestId("composer-send").ClickAsync();
        await Expect(sam.GetByTestId("children-sent")).ToHaveAttributeAsync("data-ended", "true");
        await Expect(sam.GetByTestId("children-sent")).ToContainTextAsync("2 of 2");
        await Expect(sam.GetByTestId("children-reply").Locator("summary")).ToContainTextAsync("0 of 3");
        await Expect(sam.Replies("it is mended")).Not.ToContainTextAsync("{{");
        await AxeAsync(sam);
        await sam.GetByTestId("link").Filter(new() { HasText = "First child" }).GetByTestId("ticket-reference").ClickAsync();
        await Expect(sam.Replies("it is mended")).Not.ToContainTextAsync("{{");

        await sam.GotoAsync($"desks/{slug}/tickets");
        await sam.GetByTestId("choose-page").CheckAsync();
        await sam.GetByTestId("bulk-what").SelectOptionAsync("Merge");
        await sam.GetByTestId("bulk-into").FillAsync("#99999999");
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("bulk-problem")).ToContainTextAsync("no ticket of this number");
        await sam.GetByTestId("bulk-into").FillAsync(master);
        await AxeAsync(sam);
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("bulk-done")).ToContainTextAsync("3 of 3");
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await sam.GetByTestId("bulk-undo").ClickAsync();
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(4);
    }

    private static string NumberOf(IPage page) => new Uri(page.Url).Segments[^1];
}
