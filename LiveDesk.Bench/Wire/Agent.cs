using System.Net;
using System.Text.RegularExpressions;

namespace LiveDesk.Bench;

/// <summary>A person who signed in through the form: the cookies that their browser would send.</summary>
internal sealed partial record Agent(HttpClient Http, string Cookie)
{
    public static async Task<Agent> SignInAsync(Uri server, string email, string password)
    {
        var jar = new CookieContainer();
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = jar, AllowAutoRedirect = false }) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(2) };
        var page = await http.GetStringAsync("sign-in");
        using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("__RequestVerificationToken", Token().Match(page).Groups["token"].Value), new("Email", email), new("Password", password)]);
        using var answer = await http.PostAsync("sign-in", form);
        if (answer.StatusCode is not HttpStatusCode.Found) throw new InvalidOperationException($"{email} did not get in: {(int)answer.StatusCode}.");
        return new Agent(http, jar.GetCookieHeader(server));
    }

    /// <summary>Four at a time: the check of a password is made to be slow.</summary>
    public static async Task<IReadOnlyList<Agent>> SignInAsync(Uri server, IReadOnlyList<string> emails, string password)
    {
        var agents = new Agent[emails.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, emails.Count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => agents[i] = await SignInAsync(server, emails[i], password));
        return agents;
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="(?<token>[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
