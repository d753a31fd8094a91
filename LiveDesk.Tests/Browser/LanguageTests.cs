namespace LiveDesk.Tests.Browser;

public sealed class LanguageTests
{
    [Fact]
    public async Task Ana_reads_the_language_that_her_browser_asks_for()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Contains("lang=\"de\"", await SignInPageAsync("de-AT,de;q=0.9"), StringComparison.Ordinal);
        Assert.Contains("Anmelden", await SignInPageAsync("de"), StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", await SignInPageAsync("fr"), StringComparison.Ordinal);
        Assert.Contains("lang=\"en\"", await SignInPageAsync(null), StringComparison.Ordinal);

        async Task<string> SignInPageAsync(string? languages)
        {
            using var http = server.Client();
            if (languages is not null) http.DefaultRequestHeaders.Add("Accept-Language", languages);
            return await http.GetStringAsync("sign-in");
        }
    }
}
