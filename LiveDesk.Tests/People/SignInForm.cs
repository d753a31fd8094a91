using System.Net;
using System.Text.RegularExpressions;

namespace LiveDesk.Tests.People;

/// <summary>What a browser without script does with a form: load the page, send its fields with the page's token.</summary>
internal static partial class SignInForm
{
    public const string Password = "livedesk-sample";

    public static async Task<HttpResponseMessage> SignInAsync(this HttpClient http, string email, string password = Password, string returnUrl = "/") =>
        await http.SendFormAsync($"sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", "sign-in", ("Email", email), ("Password", password));

    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient http, string address, string handler, params (string Name, string Value)[] fields)
    {
        var page = await http.GetStringAsync(address);
        return await http.PostAsync(address, new FormUrlEncodedContent(
            [new("_handler", handler), new("__RequestVerificationToken", TokenIn(page)), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]));
    }

    /// <summary>Which page anybody gets who asks for the profile: it, or sign-in.</summary>
    public static async Task<bool> IsSignedInAsync(this HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "settings/profile");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await http.SendAsync(request);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Found when response.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal) => false,
            _ => throw new InvalidOperationException($"The profile answered {response.StatusCode} {response.Headers.Location}."),
        };
    }

    public static string TokenIn(string page) => WebUtility.HtmlDecode(Token().Match(page).Groups["token"].Value);

    public static string ProblemIn(string page) => WebUtility.HtmlDecode(Problem().Match(page).Groups["says"].Value);

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex("""data-testid="problem">(?<says>[^<]*)<""", RegexOptions.NonBacktracking)]
    private static partial Regex Problem();
}
