using System.Net;
using System.Text.RegularExpressions;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>Signing in without a browser, through the form.</summary>
internal static partial class SignedIn
{
    /// <summary>A client that keeps the person's cookie. Redirects are not followed.</summary>
    public static async Task<HttpClient> ClientOfAsync(this ServerProcess server, string email, string password = BrowserTests.Password)
    {
        var http = server.Client();
        using var answer = await http.SignInAsync(email, password);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Found, $"{email} did not get in: {(int)answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}");
        return http;
    }

    public static async Task<HttpResponseMessage> SignInAsync(this HttpClient http, string email, string password = BrowserTests.Password, string query = "")
    {
        var page = await http.GetStringAsync("sign-in" + query);
        return await http.PostAsync("sign-in" + query, new FormUrlEncodedContent([
            new("_handler", "sign-in"),
            new("__RequestVerificationToken", Token().Match(page).Groups["token"].Value),
            new("Email", email),
            new("Password", password),
        ]));
    }

    /// <summary>The cookies of a person, as a request header.</summary>
    public static async Task<string> CookieOfAsync(this ServerProcess server, string email)
    {
        using var http = server.Client();
        using var answer = await http.SignInAsync(email);
        return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="(?<token>[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
