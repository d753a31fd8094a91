using LiveDesk.Web.Settings;
using Xunit;

namespace LiveDesk.Tests.Settings;

/// <summary>Each setting of a proxy that can be wrong, and the sentence that names it.</summary>
public sealed class ConnectionCheckTests
{
    private static readonly DateTimeOffset Now = Cast.Monday;
    private static readonly SeenByBrowser Browser = new("https://desk.example", SocketOpened: true, [20, 320, 620, 920, 1220], Now.ToUnixTimeMilliseconds());
    private static readonly SeenByServer Server = new("https", "desk.example", "10.0.0.7", IsProxied: true, ForTaken: true, ForIgnored: false, ProtoIgnored: false, Now);

    [Fact]
    public void Behind_a_proxy_that_is_set_right_all_is_well() => Assert.Empty(Wrong(Browser, Server));

    [Fact]
    public void Without_any_proxy_all_is_well_too() =>
        Assert.Empty(Wrong(Browser with { Origin = "http://localhost:5000" }, Server with { Scheme = "http", Host = "localhost:5000", Peer = "::1", IsProxied = false, ForTaken = false }));

    [Fact]
    public void Each_fault_is_named_alone()
    {
        Assert.Equal(["CheckNoSocket"], Wrong(Browser with { SocketOpened = false }, Server));
        Assert.Equal(["CheckHost"], Wrong(Browser, Server with { Host = "127.0.0.1:5000" }));
        Assert.Equal(["CheckHost"], Wrong(Browser with { Origin = "https://desk.example:8443" }, Server)); // $host loses the port
        Assert.Equal(["CheckAddress"], Wrong(Browser, Server with { ForTaken = false }));
        Assert.Equal(["CheckNotTrusted"], Wrong(Browser, Server with { ForTaken = false, ForIgnored = true }));
        Assert.Equal(["CheckNoHttps"], Wrong(Browser with { Origin = "http://desk.example" }, Server with { Scheme = "http" }));
        Assert.Equal(["CheckBuffered"], Wrong(Browser with { Ticks = [1400, 1400, 1401, 1401, 1402] }, Server));
        Assert.Equal(["CheckPushLost"], Wrong(Browser with { Ticks = [20, 320] }, Server));
        Assert.Equal(["CheckClock"], Wrong(Browser with { Now = Now.AddMinutes(-3).ToUnixTimeMilliseconds() }, Server));
    }

    [Fact]
    public void A_lost_scheme_also_leaves_the_cookie_readable()
    {
        Assert.Equal(["CheckScheme", "CheckCookies"], Wrong(Browser, Server with { Scheme = "http" }));
        Assert.Equal(["CheckNotTrusted", "CheckNotTrusted", "CheckCookies"], Wrong(Browser, Server with { Scheme = "http", ForTaken = false, ForIgnored = true, ProtoIgnored = true }));
    }

    [Fact]
    public void A_browser_that_says_nothing_is_answered_all_the_same() => Assert.Contains("CheckHost", Wrong(new SeenByBrowser(null, false, null, 0), Server));

    [Fact]
    public void Every_finding_has_its_words_in_both_languages()
    {
        foreach (var file in new[] { "SettingsWords.resx", "SettingsWords.de.resx" })
        {
            var words = File.ReadAllText(Path.Combine(Infrastructure.Repository.WebProject, "Settings", file));
            foreach (var part in Enum.GetValues<ConnectionPart>()) Assert.All([$"Check{part}Name", $"Check{part}Well"], name => Assert.Contains($"name=\"{name}\"", words, StringComparison.Ordinal));
            foreach (var name in new[] { "CheckNoSocket", "CheckHost", "CheckScheme", "CheckNotTrusted", "CheckAddress", "CheckCookies", "CheckNoHttps", "CheckBuffered", "CheckPushLost", "CheckClock" }) Assert.Contains($"name=\"{name}\"", words, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string?> Wrong(SeenByBrowser browser, SeenByServer server) => ConnectionCheck.Judge(browser, server).Where(f => !f.IsWell).Select(f => f.Words);
}
