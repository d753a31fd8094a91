using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Settings;

/// <summary>Sam looks why screens do not live behind his proxy.</summary>
public sealed class ConnectionPageTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Directly_at_the_server_every_line_is_right_and_an_agent_does_not_find_the_page()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        await sam.GotoAsync("settings");
        await sam.GetByRole(AriaRole.Link, new() { Name = "Connection" }).First.ClickAsync();
        await EveryLineIsRightAsync(sam);
        await AxeAsync(sam);

        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        Expecting("404|500");
        await ana.GotoAsync("settings/connection");
        await Expect(ana.GetByTestId("selftest")).ToHaveCountAsync(0);
        Assert.Equal(404, (await ana.APIRequest.GetAsync("settings/connection/ticks", new() { Headers = new Dictionary<string, string> { ["X-LiveDesk"] = "1" } })).Status);
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_set_right_and_trusted_every_line_is_right()
    {
        await using var server = await ServerProcess.StartAsync(DatabaseKind.Sqlite, ("Security:TrustedProxies:0", "127.0.0.1"));
        await using var proxy = await ReverseProxy.StartAsync(server.Address, new ProxySettings());
        var sam = await SamBehindAsync(proxy, server);
        await EveryLineIsRightAsync(sam);
        await sam.CloseAsync();
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_set_wrong_each_fault_is_named_with_its_setting()
    {
        Expecting("WebSocket|404|405|400|Failed|negotiation");
        await AssertFaultAsync(new ProxySettings(Upgrade: false, Buffers: true), ("WebSocket", "proxy_set_header Upgrade"), ("Push", "proxy_buffering off"), ("Scheme", "Security__TrustedProxies__0=127.0.0.1"), ("Address", "Security__TrustedProxies__0=127.0.0.1"));
        await AssertFaultAsync(new ProxySettings(Host: false, Forwarded: false), ("Host", "proxy_set_header Host"), ("Scheme", "proxy_set_header X-Forwarded-Proto"), ("Address", "proxy_set_header X-Forwarded-For"), ("Cookies", "Secure"));
    }

    /// <summary>A browser that stood still reads what was pushed in one lump, as behind a proxy that gathers it: then the page is asked again.</summary>
    private static Task EveryLineIsRightAsync(IPage sam) => Eventually.HoldsAsync(async () =>
    {
        await Expect(sam.GetByTestId("finding")).ToHaveCountAsync(7);
        var wrong = await sam.Locator("[data-testid=finding][data-state=wrong]").AllInnerTextsAsync();
        if (wrong.Count > 0) await sam.GetByTestId("selftest").GetByRole(AriaRole.Button).ClickAsync();
        Assert.Empty(wrong);
    });

    private async Task AssertFaultAsync(ProxySettings settings, params (string Part, string Says)[] faults)
    {
        await using var proxy = await ReverseProxy.StartAsync(Server.Address, settings);
        var sam = await SamBehindAsync(proxy, Server);
        await Expect(sam.GetByTestId("finding")).ToHaveCountAsync(7);
        foreach (var (part, says) in faults)
        {
            var line = sam.Locator($"[data-testid=finding][data-part={part}]");
            await Expect(line).ToHaveAttributeAsync("data-state", "wrong");
            await Expect(line).ToContainTextAsync(says);
        }
        await sam.CloseAsync();
    }

    /// <summary>Signed in at the server itself: behind a broken proxy even that may fail. A cookie does not know ports.</summary>
    private async Task<IPage> SamBehindAsync(ReverseProxy proxy, ServerProcess server)
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test", server, new BrowserNewContextOptions { IgnoreHTTPSErrors = true, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        await sam.GotoAsync(new Uri(proxy.Address, "settings/connection").ToString());
        return sam;
    }
}
