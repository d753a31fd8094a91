using System.Text;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.TimeTracking;

/// <summary>A working day of Ana's: her timer, its time, a correction, and the file.</summary>
public sealed class TimeBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Anas_timer_survives_a_killed_server_and_its_time_is_corrected_and_downloaded()
    {
        var server = ForThisTest(await ServerProcess.StartAsync());
        Expecting(ServerKilled);
        var ana = await OpenWindowOfAsync("ana@livedesk.test", server);
        var ticket = await ana.OpenNewTicketAsync("psa", "The line is down");
        var bar = ana.GetByTestId("timer-bar");
        await ana.GetByTestId("timer-start").ClickAsync();
        await Expect(bar).ToHaveAttributeAsync("data-state", "running");
        await AxeAsync(ana);
        await server.KillAsync();
        await server.StartAgainAsync();
        await ana.IsBackAsync();
        await ana.GotoAsync("colleagues");
        await Expect(bar).ToHaveAttributeAsync("data-state", "running");
        await Expect(bar).ToContainTextAsync("The line is down");
        // It goes on counting in the window, too.
        await Expect(ana.GetByTestId("timer-counted")).Not.ToHaveTextAsync(await ana.GetByTestId("timer-counted").InnerTextAsync());
        await ana.GetByTestId("timer-pause").ClickAsync();
        await Expect(bar).ToHaveAttributeAsync("data-state", "paused");

        await ana.GetByTestId("timer-stop").ClickAsync();
        await ana.GetByTestId("time-duration").FillAsync("soon");
        await ana.GetByTestId("time-save").ClickAsync();
        await Expect(ana.GetByTestId("time-problem")).ToContainTextAsync("1:30");
        await ana.GetByTestId("time-duration").FillAsync("25:00");
        await ana.GetByTestId("time-save").ClickAsync();
        await Expect(ana.GetByTestId("time-problem")).ToContainTextAsync("24 hours");
        await ana.GetByTestId("time-duration").FillAsync("1h 30m");
        await ana.GetByTestId("time-note").FillAsync("=HYPERLINK(\"http://x\"), \"really\"");
        await AxeAsync(ana);
        await ana.GetByTestId("time-save").ClickAsync();
        await Expect(bar).ToHaveCountAsync(0);

        await ana.GotoAsync(ticket);
        await Expect(ana.GetByTestId("time-total")).ToHaveTextAsync("1:30");
        await ana.GetByTestId("time-correct").ClickAsync();
        await ana.GetByTestId("time-duration").FillAsync("45");
        await ana.GetByTestId("time-save").ClickAsync();
        await Expect(ana.GetByTestId("time-total")).ToHaveTextAsync("0:45");
        await ana.GetByTestId("time-versions").ClickAsync();
        await Expect(ana.GetByTestId("time-version")).ToHaveTextAsync([new System.Text.RegularExpressions.Regex("1:30"), new System.Text.RegularExpressions.Regex("0:45")]);

        await ana.GotoAsync("time");
        await Expect(ana.GetByTestId("time-row").Filter(new() { HasText = "The line is down" })).ToHaveAttributeAsync("data-minutes", "45");
        await AxeAsync(ana);
        var download = await ana.RunAndWaitForDownloadAsync(() => ana.GetByTestId("time-export").ClickAsync());
        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes.Take(3));
        var lines = Encoding.UTF8.GetString(bytes.AsSpan(3)).Split("\r\n");
        Assert.StartsWith("Day,Person,", lines[0], StringComparison.Ordinal);
        var line = Assert.Single(lines, l => l.Contains("The line is down", StringComparison.Ordinal));
        Assert.Contains(",\"'=HYPERLINK(\"\"http://x\"\"), \"\"really\"\"\",45,0.75,yes", line, StringComparison.Ordinal);
        using var stranger = server.Client();
        Assert.NotEqual(System.Net.HttpStatusCode.OK, (await stranger.GetAsync("time/export")).StatusCode);
        using var ola = await server.ClientOfAsync("ola@livedesk.test");
        Assert.DoesNotContain("The line is down", await ola.GetStringAsync("time/export"), StringComparison.Ordinal);
    }
}
