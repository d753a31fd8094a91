using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// The base of tests in a real browser. Whatever a page complains of on its console (an error, a violated policy, an exception) fails the
/// test at its end, unless the test said that it expects it (<see cref="Expecting"/>).
/// </summary>
[Collection(InBrowser.Name)]
public abstract class BrowserTests(BrowserFixture browser, SampleServerFixture sample) : IAsyncLifetime
{
    /// <summary>The password of the sample people.</summary>
    public const string Password = "livedesk-sample";

    /// <summary>What a browser complains of while its server is gone and comes back.</summary>
    protected const string ServerKilled = "WebSocket|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Connection disconnected|Failed to load resource|Failed to complete negotiation|Failed to start the connection|Cannot send data|Invocation canceled|ERR_SOCKET|ERR_ABORTED|fetch|Circuit not initialized";

    /// <summary>What a page hears that is left while a message of its is under way; and one whose circuit failed, which the server's log then has.</summary>
    private const string CircuitIsOver = "Circuit has been shut down due to error";

    /// <summary>Milliseconds until a state that does not come is a failure: two busy cores are slow, not wrong.</summary>
    private const float Patience = 40_000;

    /// <summary>For what the browser's library does without a limit of its own.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(180);

    private readonly ConcurrentBag<IBrowserContext> _contexts = [];
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly ConcurrentBag<Task<string>> _explained = [];
    private readonly List<Regex> _expected = [];
    /// <summary>What the shared server logged before this test is other tests' doing.</summary>
    private int _loggedBefore;

    /// <summary>With the sample data; not to be killed (start a <see cref="ServerProcess"/> of your own for that).</summary>
    protected ServerProcess Server => sample.Server;

    public virtual Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _loggedBefore = Server.Log.Count;
        return Task.CompletedTask;
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var told in _explained) LastEvents.Note(await told.WaitAsync(Longest));
        foreach (var context in _contexts) await context.DisposeAsync().AsTask().WaitAsync(Longest);
        foreach (var owned in _owned.Reverse<IAsyncDisposable>()) await owned.DisposeAsync();
        var troubles = _troubles.Where(t => !_expected.Exists(e => e.IsMatch(t)) && !(t.Contains(CircuitIsOver, StringComparison.Ordinal) && NoCircuitFailed())).ToList();
        if (troubles.Count > 0) throw new XunitException("The browser complained:\n" + string.Join('\n', troubles.Take(20)) + "\n" + WhatTheServerSaid());
    }

    private bool NoCircuitFailed() => !_owned.OfType<ServerProcess>().SelectMany(s => s.Log).Concat(Server.Log.Skip(_loggedBefore)).Any(line => line.Contains("Unhandled exception", StringComparison.Ordinal));

    /// <summary>The last errors in the log of each server; in that of the shared one other tests may have caused them.</summary>
    private string WhatTheServerSaid() => string.Join('\n', _owned.OfType<ServerProcess>().Prepend(Server).Select(LastErrorsOf));

    private static string LastErrorsOf(ServerProcess server)
    {
        var log = server.Log.ToList();
        var errors = log.Index().Where(l => l.Item.StartsWith("fail:", StringComparison.Ordinal) || l.Item.StartsWith("crit:", StringComparison.Ordinal)).TakeLast(3).ToList();
        return errors.Count == 0 ? "The server logged no error." : "The server's last errors:\n" + string.Join('\n', errors.SelectMany(e => log.Skip(e.Index).Take(25)));
    }

    /// <summary>The test provokes this complaint of the console itself, such as a lost connection when it kills the server.</summary>
    protected void Expecting(string pattern) => _expected.Add(new Regex(pattern, RegexOptions.NonBacktracking));

    /// <summary>A server or database of this test's own: it ends after the windows are closed, so that none of them complains.</summary>
    protected T ForThisTest<T>(T owned) where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <summary>A browser window of somebody who is not signed in.</summary>
    protected async Task<IPage> OpenWindowAsync(ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } };
        options.BaseURL ??= (server ?? Server).Address.ToString();
        options.Locale ??= "en-US";
        // What is half faded in has other colours than it will have.
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await browser.Browser.NewContextAsync(options);
        _contexts.Add(context);
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(LastEvents.Script);
        context.Console += (_, message) =>
        {
            if (message.Type != "error") return;
            if (LastEvents.Explain(message) && message.Page is { } page) _explained.Add(LastEvents.ToldByAsync(page, message.Text));
            else _troubles.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        context.WebError += (_, error) => _troubles.Enqueue($"{error.Page?.Url}: {error.Error}");
        return await context.NewPageAsync();
    }

    /// <summary>A window of a sample person who is signed in, with nothing in it yet: it goes where its test begins.</summary>
    protected async Task<IPage> OpenWindowOfAsync(string email, ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        var page = await OpenWindowAsync(server, options);
        var address = options?.BaseURL ?? (server ?? Server).Address.ToString();
        await page.Context.AddCookiesAsync((await (server ?? Server).CookieOfAsync(email)).Split("; ").Select(c => c.Split('=', 2)).Select(c => new Cookie { Name = c[0], Value = c[1], Url = address, HttpOnly = true }));
        return page;
    }

    protected static async Task SignInAsync(IPage page, string email, string password = Password)
    {
        await page.GotoAsync("sign-in");
        await page.Locator("[name=Email]").FillAsync(email);
        await page.Locator("[name=Password]").FillAsync(password);
        await page.Locator("form:has([name=Password]) [type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
        // The first page leads on to the person's desk by itself; what the test does next must not cross with that.
        await page.WaitForFunctionAsync("() => location.pathname !== '/' || document.querySelector('.empty') !== null");
    }

    /// <summary>No violation of WCAG 2.2 A or AA that axe can find.</summary>
    protected static async Task AxeAsync(IPage page)
    {
        // A page that becomes interactive puts its title anew.
        await page.WaitForFunctionAsync("() => document.title !== ''");
        // A frame that is loaded when it is scrolled to is scrolled to: axe would wait for it for ever.
        foreach (var frame in await page.Locator("iframe[loading=lazy]").AllAsync()) await frame.ScrollIntoViewIfNeededAsync();
        var result = await page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions
        {
            RunOnly = new Deque.AxeCore.Commons.RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        }).WaitAsync(Longest);
        Assert.True(result.Violations.Length == 0, $"{page.Url}\n" + string.Join('\n', result.Violations.Select(v => $"{v.Id}: {v.Help}\n" + string.Join('\n', v.Nodes.Take(5).Select(n => "    " + n.Html)))));
    }
}
