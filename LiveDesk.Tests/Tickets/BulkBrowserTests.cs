using LiveDesk.Infrastructure.Tickets;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>Ana changes what she ticked; Ben sees it happen.</summary>
public sealed class BulkBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_ticks_three_tickets_resolves_them_with_one_text_and_takes_it_back()
    {
        var (sam, ben) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Bulk");
        foreach (var subject in new[] { "First", "Second", "Third" }) await sam.OpenNewTicketAsync(slug, subject);
        await sam.GotoAsync($"desks/{slug}/tickets");
        await ben.GotoAsync($"desks/{slug}/tickets?status=Resolved");
        await Expect(sam.GetByTestId("bulk-bar")).ToHaveCountAsync(0);
        await sam.GetByTestId("choose-page").CheckAsync();
        await Expect(sam.GetByTestId("bulk-count")).ToContainTextAsync("3");
        await sam.GetByTestId("ticket-row").Filter(new() { HasText = "Second" }).GetByTestId("choose").UncheckAsync();
        await Expect(sam.GetByTestId("bulk-count")).ToContainTextAsync("2");
        await sam.GetByTestId("bulk-to").SelectOptionAsync(new SelectOptionValue { Label = "Resolved" });
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("bulk-problem")).ToContainTextAsync("needs its resolution");
        await AxeAsync(sam);
        await sam.GetByTestId("bulk-resolution").FillAsync("A firmware of the maker. <b>");
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("bulk-progress")).ToHaveAttributeAsync("data-ended", "true");
        await Expect(sam.GetByTestId("bulk-done")).ToContainTextAsync("2 of 2");
        await Expect(sam.GetByTestId("bulk-bar")).ToHaveCountAsync(0);
        await Expect(ben.GetByTestId("ticket-row")).ToHaveCountAsync(2);
        await AxeAsync(sam);
        await sam.GetByTestId("bulk-undo").ClickAsync();
        await Expect(ben.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await Expect(sam.GetByTestId("bulk-progress")).ToContainTextAsync("Undoing");
        await sam.GetByTestId("bulk-dismiss").ClickAsync();
        await Expect(sam.GetByTestId("bulk-progress")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Sam_cancels_what_is_under_way_and_his_other_window_says_so()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Halt");
        foreach (var subject in new[] { "One", "Two" }) await sam.OpenNewTicketAsync(slug, subject);
        foreach (var page in new[] { sam, other }) await page.GotoAsync($"desks/{slug}/tickets");
        // Nobody does the work: it stays under way.
        await RunSqlAsync($"""CREATE TRIGGER "Halted" AFTER INSERT ON "Work" WHEN NEW."Kind" = '{BulkWork.WorkKind}' BEGIN UPDATE "Work" SET "DeadAt" = NEW."DueAt" WHERE "Id" = NEW."Id"; END""");
        try
        {
            await sam.GetByTestId("choose-page").CheckAsync();
            await sam.GetByTestId("bulk-what").SelectOptionAsync("Priority");
            await sam.GetByTestId("bulk-to").SelectOptionAsync("Urgent");
            await sam.GetByTestId("bulk-apply").ClickAsync();
            await Expect(other.GetByTestId("bulk-progress")).ToHaveAttributeAsync("data-ended", "false");
            await Expect(sam.GetByTestId("bulk-done")).ToContainTextAsync("0 of 2");
            await AxeAsync(sam);
            await sam.GetByTestId("bulk-cancel").ClickAsync();
            foreach (var page in new[] { sam, other })
            {
                await Expect(page.GetByTestId("bulk-progress")).ToHaveAttributeAsync("data-ended", "true");
                await Expect(page.GetByTestId("bulk-done")).ToHaveTextAsync("Cancelled: 0 of 2 were changed");
                await Expect(page.GetByTestId("bulk-undo")).ToHaveCountAsync(0);
                await Expect(page.Locator("td[data-column=priority]").Filter(new() { HasText = "Urgent" })).ToHaveCountAsync(0);
            }
        }
        finally { await RunSqlAsync($"""DROP TRIGGER "Halted"; DELETE FROM "Work" WHERE "Kind" = '{BulkWork.WorkKind}'"""); }
    }

    private async Task RunSqlAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Server.Connection + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task At_360_pixels_all_of_a_list_goes_to_the_trash_and_what_refuses_is_listed()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        var slug = await sam.OpenNewDeskAsync("Attic");
        foreach (var subject in new[] { "Old", "Older" }) await sam.OpenNewTicketAsync(slug, subject);
        await sam.GotoAsync($"desks/{slug}/tickets");
        await sam.GetByTestId("choose").First.CheckAsync();
        await sam.GetByTestId("bulk-all").ClickAsync();
        await Expect(sam.GetByTestId("bulk-count")).ToContainTextAsync("2");
        await sam.GetByTestId("bulk-what").SelectOptionAsync("Trash");
        await AxeAsync(sam);
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await sam.GetByTestId("trash").ClickAsync();
        await sam.GetByTestId("choose").First.CheckAsync();
        await sam.GetByTestId("bulk-what").SelectOptionAsync("Priority");
        await sam.GetByTestId("bulk-apply").ClickAsync();
        await Expect(sam.GetByTestId("bulk-refused")).ToContainTextAsync("in the trash");
        await AxeAsync(sam);
    }

    [Fact]
    public async Task Sam_tags_lowers_merges_and_calls_spam_many_at_once_and_takes_it_back_after_a_reload()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Many");
        var stays = (await sam.OpenNewTicketAsync(slug, "Stays")).Split('/')[^1];
        foreach (var subject in new[] { "One", "Two" }) await sam.OpenNewTicketAsync(slug, subject);
        await sam.GotoAsync($"desks/{slug}/tickets");

        await DoAsync("AddTag", async () => await sam.GetByTestId("bulk-tag").FillAsync("harvest"));
        await Expect(sam.GetByTestId("ticket-row").Filter(new() { HasText = "harvest" })).ToHaveCountAsync(3);
        await DoAsync("Priority", async () =>
        {
            await sam.GetByTestId("bulk-to").SelectOptionAsync("Low");
            await sam.GetByTestId("bulk-reason").FillAsync("It can wait.");
        });
        await Expect(sam.Locator("td[data-column=priority]").Filter(new() { HasText = "Low" })).ToHaveCountAsync(3);

        // The way back is still there after a reload, until it is put away.
        await sam.ReloadAsync();
        await sam.GetByTestId("bulk-undo").ClickAsync();
        await Expect(sam.Locator("td[data-column=priority]").Filter(new() { HasText = "Low" })).ToHaveCountAsync(0);
        await DoAsync("Spam", () => Task.CompletedTask);
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await Expect(sam.GetByTestId("bulk-progress")).ToContainTextAsync("spam");
        await sam.GetByTestId("bulk-undo").ClickAsync();
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(3);

        await DoAsync("Merge", async () =>
        {
            await sam.GetByTestId("bulk-into").FillAsync("nonsense");
            await sam.GetByTestId("bulk-apply").ClickAsync();
            await Expect(sam.GetByTestId("bulk-problem")).Not.ToBeEmptyAsync();
            await sam.GetByTestId("bulk-into").FillAsync(stays);
        });
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await sam.GetByTestId("bulk-dismiss").ClickAsync();
        await Expect(sam.GetByTestId("bulk-progress")).ToHaveCountAsync(0);
        await sam.ReloadAsync();
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await Expect(sam.GetByTestId("bulk-progress")).ToHaveCountAsync(0);

        async Task DoAsync(string what, Func<Task> fill)
        {
            await sam.GetByTestId("choose-page").CheckAsync();
            await sam.GetByTestId("bulk-what").SelectOptionAsync(what);
            await fill();
            await sam.GetByTestId("bulk-apply").ClickAsync();
            await Expect(sam.GetByTestId("bulk-bar")).ToHaveCountAsync(0);
            await Expect(sam.GetByTestId("bulk-progress")).ToHaveAttributeAsync("data-ended", "true");
        }
    }
}
