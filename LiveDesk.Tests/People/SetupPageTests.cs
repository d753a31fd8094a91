using System.Net;

namespace LiveDesk.Tests.People;

/// <summary>The first start outside Development, on the real program.</summary>
public sealed class SetupPageTests
{
    [Fact]
    public async Task The_first_start_leads_to_the_setup_and_the_code_in_the_log_opens_it_once()
    {
        await using var server = await ServerProcess.StartAsync(DatabaseKind.Sqlite, ("ASPNETCORE_ENVIRONMENT", "Production"));
        Assert.DoesNotContain("livedesk-sample", server.LogText(), StringComparison.Ordinal);
        using var sam = server.Client();
        sam.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var page in new[] { "", "sign-in", "people", "no-such-page" })
        {
            using var led = await sam.GetAsync(page);
            Assert.Equal("/setup", led.Headers.Location?.ToString());
        }
        using var nameless = server.Client();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await nameless.PostAsync("sign-in", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nameless.GetAsync("healthz")).StatusCode);

        (string, string)[] filled = [("Name", "Sam <b>"), ("Email", "sam@example.com"), ("Password", "three small boats"), ("DeskName", "Keller Security"), ("Preset", "technician")];
        using var wrong = await sam.SendFormAsync("setup", "setup", [.. filled, ("Code", "wrong")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var kept = await wrong.Content.ReadAsStringAsync();
        Assert.Contains("This is not the code", SignInForm.ProblemIn(kept), StringComparison.Ordinal);
        Assert.Contains("value=\"Keller Security\"", kept, StringComparison.Ordinal);
        Assert.Contains("value=\"Sam &lt;b&gt;\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("three small boats", kept, StringComparison.Ordinal);

        var code = server.Log.Single(l => l.Contains("/setup", StringComparison.Ordinal)).Trim().Split(' ')[^1];
        using var done = await sam.SendFormAsync("setup", "setup", [.. filled, ("Code", code)]);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.EndsWith("/desks/keller-security/tickets", done.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.True(await sam.IsSignedInAsync());

        using var again = await nameless.GetAsync("setup");
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        await server.KillAsync();
        await server.StartAgainAsync();
        Assert.True(await sam.IsSignedInAsync());
    }
}
