using System.Net;
using System.Net.WebSockets;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Security;
using LiveDesk.Web.Account;

namespace LiveDesk.Tests.People;

/// <summary>Sign-in over HTTP, on the real program. Numbers in brackets are those of the list of threats.</summary>
public sealed class SignInTests(SignInTests.Program program) : IClassFixture<SignInTests.Program>
{
    private const string Wrong = "not the password";

    public sealed class Program : IAsyncLifetime
    {
        public ServerProcess Server { get; private set; } = default!;

        public async Task InitializeAsync() => Server = await ServerProcess.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }

    private HttpClient Browser() => program.Server.Client();

    [Fact]
    public async Task Ana_signs_in_and_out()
    {
        using var ana = Browser();
        Assert.False(await ana.IsSignedInAsync());
        using var entered = await ana.SignInAsync("ana@livedesk.test", returnUrl: "/settings/profile");
        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.EndsWith("/settings/profile", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("livedesk=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(await ana.IsSignedInAsync());

        using var left = await ana.PostAsync("sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", SignInForm.TokenIn(await ana.GetStringAsync("settings/password")))]));
        Assert.Equal(HttpStatusCode.Found, left.StatusCode);
        Assert.False(await ana.IsSignedInAsync());
    }

    [Fact]
    public async Task Nobody_passes_without_a_name_but_where_everybody_may()
    {
        using var stranger = Browser();
        foreach (var closed in new[] { "", "people", "organisations", "settings", "settings/team", "settings/password", "desks/hosting/board", "tickets/1001", "knowledge", "chats", "no-such-page", "settings/desks/hosting" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, closed);
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await stranger.SendAsync(request);
            Assert.True(page.StatusCode is HttpStatusCode.Found, $"{closed} answered {page.StatusCode}");
            Assert.StartsWith("/sign-in?returnUrl=", page.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var script = await stranger.GetAsync(closed);
            Assert.Equal(HttpStatusCode.Unauthorized, script.StatusCode);
        }
        using var circuit = await stranger.PostAsync("_blazor/negotiate?negotiateVersion=1", null);
        Assert.True(circuit.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, $"a circuit for nobody: {circuit.StatusCode}");
        foreach (var open in new[] { "sign-in", "healthz", "readyz", "css/tokens.css", "widget.js" })
            Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(open)).StatusCode);
    }

    [Fact]
    public async Task Threat_23_an_unknown_address_and_a_wrong_password_are_told_the_same()
    {
        using var guesser = Browser();
        var said = new HashSet<string>();
        foreach (var email in new[] { "kim@livedesk.test", "a@b.test", "kom@livedesk.test" })
        {
            using var answer = await guesser.SignInAsync(email, Wrong);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            said.Add(SignInForm.ProblemIn(await answer.Content.ReadAsStringAsync()));
        }
        Assert.NotEmpty(Assert.Single(said));
    }

    [Fact]
    public async Task Threat_23_a_locked_account_is_told_the_same_and_the_right_password_no_longer_opens_it()
    {
        using var guesser = Browser();
        string said = "";
        for (var i = 0; i < SignInCheck.AttemptsBeforeLock; i++) said = SignInForm.ProblemIn(await (await guesser.SignInAsync("ola@livedesk.test", Wrong)).Content.ReadAsStringAsync());
        using var ola = Browser();
        using var right = await ola.SignInAsync("ola@livedesk.test");
        Assert.Equal(said, SignInForm.ProblemIn(await right.Content.ReadAsStringAsync()));
        Assert.False(await ola.IsSignedInAsync());
    }

    [Fact]
    public async Task Threat_23_whoever_guesses_on_is_told_to_wait_and_others_still_get_in()
    {
        await using var server = await ServerProcess.StartAsync();
        using var guesser = server.Client();
        HttpResponseMessage? last = null;
        for (var i = 0; i <= SignInThrottle.MostForOneEmail; i++) last = await guesser.SignInAsync("ghost@livedesk.test", Wrong);
        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.NotNull(last.Headers.RetryAfter);
        Assert.Contains("Wait five minutes", SignInForm.ProblemIn(await last.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        using var ana = server.Client();
        await ana.SignInAsync("ana@livedesk.test");
        Assert.True(await ana.IsSignedInAsync());
        // All from this network: sooner or later it is told to wait, whatever address it tries.
        for (var i = 0; i < SignInThrottle.MostFromOneAddress && last.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.OK; i++) last = await guesser.SignInAsync($"ghost{i}@livedesk.test", "");
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
    }

    [Fact]
    public async Task Threat_24_a_cookie_brought_along_is_not_the_session_and_a_session_ends_with_its_account()
    {
        var cookies = new CookieContainer();
        cookies.Add(program.Server.Address, new Cookie("livedesk", "fixed-by-somebody-else"));
        using var ben = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = program.Server.Address };
        using var entered = await ben.SignInAsync("ben@livedesk.test");
        Assert.DoesNotContain("fixed-by-somebody-else", string.Join(' ', entered.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);

        using var one = Browser();
        using var two = Browser();
        await one.SignInAsync("ben@livedesk.test");
        await two.SignInAsync("ben@livedesk.test");
        Assert.True(await one.IsSignedInAsync() && await two.IsSignedInAsync());
        using var changed = await one.SendFormAsync("settings/password", "change-password", ("Old", SignInForm.Password), ("Password", "three small boats"));
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        Assert.True(await one.IsSignedInAsync());
        await Eventually.TrueAsync(async () => !await two.IsSignedInAsync(), "the other session is over", TimeSpan.FromSeconds(5));
        using var back = await one.SendFormAsync("settings/password", "change-password", ("Old", "three small boats"), ("Password", SignInForm.Password));
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
    }

    [Fact]
    public async Task Threat_24_a_copy_of_the_cookie_that_Ana_signed_out_of_opens_nothing_and_what_it_had_open_ends()
    {
        var (server, own) = (program.Server.Address, program.Server.Address.GetLeftPart(UriPartial.Authority));
        using var ana = Browser();
        using var entered = await ana.SignInAsync("ana@livedesk.test");
        var cookie = string.Join("; ", entered.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        await using var composer = await ComposeSocket.ConnectAsync(server, cookie, own);
        await using var screen = await CircuitClient.ConnectAsync(server, cookie, own);
        var secret = await screen.StartAsync(server);
        using var elsewhere = Browser();
        await elsewhere.SignInAsync("ana@livedesk.test");

        using var left = await ana.PostAsync("sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", SignInForm.TokenIn(await ana.GetStringAsync("settings/password")))]));
        Assert.Equal(HttpStatusCode.Found, left.StatusCode);
        await Eventually.TrueAsync(() => composer.IsClosed, "the composer's connection ends");
        await screen.HasEndedAsync();

        using var thief = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.False(await thief.IsSignedInAsync());
        using var script = await thief.PostAsync("hubs/compose/negotiate?negotiateVersion=1", null);
        Assert.False(script.IsSuccessStatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => ComposeSocket.ConnectAsync(server, cookie, own));
        await Assert.ThrowsAsync<WebSocketException>(() => CircuitClient.ConnectAsync(server, cookie, own));
        // Her other browser goes on; and even there the screen of the session that is over is not found any more.
        Assert.True(await elsewhere.IsSignedInAsync());
        await using var again = await CircuitClient.ConnectAsync(server, await program.Server.CookieOfAsync("ana@livedesk.test"), own);
        Assert.False(await again.TakeOverAsync(secret!));
    }

    [Fact]
    public async Task Threat_26_a_form_without_the_pages_own_token_changes_nothing()
    {
        using var sam = Browser();
        using (await sam.SignInAsync("sam@livedesk.test"))
        {
            Assert.True(await sam.IsSignedInAsync());
        }
        using var stranger = Browser();
        var foreign = SignInForm.TokenIn(await stranger.GetStringAsync("sign-in"));
        foreach (var token in new[] { "", "x", foreign })
        {
            using var left = await sam.PostAsync("sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
            Assert.Equal(HttpStatusCode.BadRequest, left.StatusCode);
            using var changed = await sam.PostAsync("settings/password", new FormUrlEncodedContent([new("_handler", "change-password"), new("Old", SignInForm.Password), new("Password", "three small boats"), new("__RequestVerificationToken", token)]));
            Assert.Equal(HttpStatusCode.BadRequest, changed.StatusCode);
        }
        using var byLink = await sam.GetAsync("sign-out");
        Assert.NotEqual(HttpStatusCode.Found, byLink.StatusCode);
        Assert.True(await sam.IsSignedInAsync());
    }

    [Fact]
    public async Task Threat_19_extra_fields_of_a_form_give_no_rights()
    {
        using var kim = Browser();
        using var entered = await kim.SendFormAsync("sign-in", "sign-in", ("Email", "kim@livedesk.test"), ("Password", SignInForm.Password), ("Role", "Admin"), ("PersonId", Guid.Empty.ToString()), ("returnUrl", "//evil.example"));
        Assert.DoesNotContain("evil", entered.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.True(await kim.IsSignedInAsync());
    }

    [Theory]
    [InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("\\\\evil.example"), InlineData("https://evil.example"), InlineData("data:text/html,x"), InlineData("javascript:alert(1)"), InlineData("/\t/evil.example"), InlineData("/\n//evil"), InlineData(""), InlineData(null), InlineData("evil"), InlineData("///evil.example"), InlineData("/sign-out"), InlineData("/setup")]
    public void Threat_25_after_signing_in_nobody_is_led_elsewhere(string? wanted) => Assert.Equal("/", LocalAddress.Of(wanted));

    [Theory]
    [InlineData("/"), InlineData("/tickets/1042#entry-1"), InlineData("/desks/hosting/tickets?q=a%2Fb&page=2"), InlineData("/people?q=//x")]
    public void A_place_on_this_desk_is_kept(string wanted) => Assert.Equal(wanted, LocalAddress.Of(wanted));

    [Fact]
    public async Task Threat_2_script_and_strange_text_in_the_form_come_back_as_text()
    {
        using var stranger = Browser();
        const string payload = "\"><script>alert(1)</script>\u202Eעברית@x.test";
        using var answer = await stranger.SignInAsync(payload, Wrong, returnUrl: payload);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        using var endless = await stranger.SignInAsync(new string('a', 1_000_000), Wrong);
        Assert.NotEqual(HttpStatusCode.InternalServerError, endless.StatusCode);
        using var zero = await stranger.SignInAsync("ana\0@livedesk.test", "\0");
        Assert.NotEqual(HttpStatusCode.InternalServerError, zero.StatusCode);
    }
}
