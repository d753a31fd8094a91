using Microsoft.Playwright;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>One Chromium for the tests of a collection; every person gets a context of their own (own cookies, own storage).</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>This machine under a name that browsers do not trust by itself, as they do localhost: a page there is an insecure context.</summary>
    public const string PlainHost = "desk.test";

    private static readonly string[] Flags =
        [$"--host-resolver-rules=MAP {PlainHost} 127.0.0.1", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not started.");

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium(), Headless = true, Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string Chromium()
    {
        // The first has no windows to draw, which is half of what the others do.
        string[] known = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return Array.Find(known, File.Exists) ?? throw new InvalidOperationException("The browser tests need Chromium. Install it: apt-get install chromium");
    }
}

/// <summary>A server with the sample data and the browser, shared by the tests that neither kill nor reconfigure it.</summary>
public sealed class SampleServerFixture : IAsyncLifetime
{
    private ServerProcess? _server;

    public ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not started.");

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}

/// <summary>Tests with a browser run in this collection or in the other one, each with a browser and a server of its own, one test after the other: two cores carry two of them.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<BrowserFixture>, ICollectionFixture<SampleServerFixture>
{
    public const string Name = "In the browser";
}

/// <summary>What people write: composer, canned responses, notifications, articles. Beside <see cref="InBrowser"/>, so that the run takes half the time.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowserWriting : ICollectionFixture<BrowserFixture>, ICollectionFixture<SampleServerFixture>
{
    public const string Name = "In the browser, writing";
}
