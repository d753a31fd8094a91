using Microsoft.Playwright;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// What a page told the server last: the events of its elements, and which drawings it has done. Now and then (twice in some ten thousand
/// windows) the server does not know an event's handler any more, so that the event is lost, and why is not found yet. Whoever waits for what
/// the event should have done sees it; where nobody does, it is no failure, but it is noted, with which event it was, at the end of
/// <c>./test.sh</c>.
/// </summary>
internal static class LastEvents
{
    private static readonly string Notes = Environment.GetEnvironmentVariable("LIVEDESK_TEST_NOTES") ?? Path.Combine(AppContext.BaseDirectory, "notes.txt");
    private const string NoHandler = "There is no event handler associated with this event";

    public const string Script = """
        (() => {
          const send = WebSocket.prototype.send;
          const last = (window.__lastEvents = []);
          WebSocket.prototype.send = function (data) {
            const text = typeof data === "string" ? data : new TextDecoder().decode(data);
            if (text.includes("DispatchEventAsync") || text.includes("OnRenderCompleted")) {
              const shown = text.includes("OnRenderCompleted") ? "drawn " + [...new Uint8Array(data instanceof ArrayBuffer ? data : data.buffer ?? [])].slice(-8).join(" ") : text.replace(/[^ -~]+/g, " ").slice(0, 260);
              last.push(Math.round(performance.now()) + " ms: " + shown);
              if (last.length > 40) last.shift();
            }
            return send.call(this, data);
          };
        })();
        """;

    public static bool Explain(IConsoleMessage message) => message.Text.Contains(NoHandler, StringComparison.Ordinal);

    public static void Note(string text)
    {
        lock (Notes) File.AppendAllText(Notes, text + "\n\n");
    }

    public static async Task<string> ToldByAsync(IPage page, string complaint)
    {
        try
        {
            return $"{complaint}\nThe page at {page.Url} told the server last:\n" + string.Join('\n', await page.EvaluateAsync<string[]>("window.__lastEvents ?? []"));
        }
        catch (PlaywrightException gone)
        {
            return $"{complaint}\nWhat the page told the server last is lost: {gone.Message}";
        }
    }
}
