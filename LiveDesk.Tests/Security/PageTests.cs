using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using LiveDesk.Web.Security;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Tests.Security;

/// <summary>Every page that there is: what its answer tells the browser, and who gets it.</summary>
[Collection(OnTheSampleServer.Name)]
public sealed partial class PageTests(SampleServerFixture sample)
{
    private static readonly string[] OpenToAll = ["/sign-in", "/setup", "/help", "/portal", "/t/"];

    /// <summary>From the components themselves, so that a new page is in this test from its first day.</summary>
    public static TheoryData<string> EveryPage => [.. AddressesOf(typeof(Program).Assembly.GetTypes())];

    internal static IEnumerable<string> AddressesOf(IEnumerable<Type> components) => components
        .SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => Parameter().Replace(r.Template, m => m.Value switch
        {
            "{Slug}" => "technician",
            "{Number}" => "1",
            var guid when guid.EndsWith(":guid}", StringComparison.Ordinal) => "0198f4c0-0000-7000-8000-000000000000",
            _ => "x",
        })).Distinct(StringComparer.Ordinal);

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Threat_31_no_page_stays_in_the_browsers_cache_and_each_has_the_strict_policy(string page)
    {
        using var ana = await sample.Server.ClientOfAsync("ana@livedesk.test");
        using var answer = await ana.GetAsync(page);
        Assert.True(answer.Headers.CacheControl is { NoStore: true }, $"{page}: {answer.Headers.CacheControl}");
        Assert.Equal([SecurityHeaders.Policy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Contains(Assert.Single(answer.Headers.GetValues("Referrer-Policy")), new[] { "same-origin", "no-referrer" });

        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch(InlineScript(), html);
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Somebody_who_is_not_signed_in_is_led_to_sign_in(string page)
    {
        if (Array.Exists(OpenToAll, p => page.StartsWith(p, StringComparison.Ordinal))) return;
        using var nobody = sample.Server.Client();
        nobody.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await nobody.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in?", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(EveryPage))]
    public async Task Threat_2_what_stands_in_the_address_is_never_markup(string page)
    {
        const string payload = "\"><script>hit()</script><img src=x onerror=hit()>'";
        using var ana = await sample.Server.ClientOfAsync("ana@livedesk.test");
        foreach (var name in new[] { "q", "returnUrl", "sort", "status", "view", "page", "email", "token", "link", "desk" })
        {
            var html = await (await ana.GetAsync($"{page}?{name}={Uri.EscapeDataString(payload)}")).Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script>hit", html);
            Assert.DoesNotContain("<img src=x", html);
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/\t/evil.example")]
    [InlineData("%2F%2Fevil.example")]
    public async Task Threat_25_signing_in_leads_nowhere_else(string wanted)
    {
        using var http = sample.Server.Client();
        using var answer = await http.SignInAsync("ana@livedesk.test", query: "?returnUrl=" + Uri.EscapeDataString(wanted));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var target = new Uri(sample.Server.Address, answer.Headers.Location!);
        Assert.Equal(sample.Server.Address.Authority, target.Authority);
        Assert.Equal("http", target.Scheme);
    }

    [Fact]
    public async Task Threat_25_signing_in_leads_to_the_page_that_was_wanted()
    {
        using var http = sample.Server.Client();
        using var answer = await http.SignInAsync("ana@livedesk.test", query: "?returnUrl=" + Uri.EscapeDataString("/chats?x=1"));
        Assert.Equal("/chats?x=1", new Uri(sample.Server.Address, answer.Headers.Location!).PathAndQuery);
    }

    [Fact]
    public async Task Threat_26_a_read_changes_nothing_and_a_post_needs_the_pages_own_token()
    {
        using var ana = await sample.Server.ClientOfAsync("ana@livedesk.test");
        await ana.GetAsync("sign-out");
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync("settings/profile")).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, (await ana.PostAsync("sign-out", new FormUrlEncodedContent([]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync("settings/profile")).StatusCode);

        using var nobody = sample.Server.Client();
        var forged = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Email", "ana@livedesk.test"), new("Password", BrowserTests.Password)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostAsync("sign-in", forged)).StatusCode);
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex InlineScript();
}
