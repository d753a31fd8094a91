using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Assistant;

/// <summary>What a provider was asked.</summary>
internal sealed record Asked(string Path, string? Key, JsonNode Body)
{
    public string System => Path.EndsWith("/messages", StringComparison.Ordinal) ? Text(Body["system"]) : Text(Body["messages"]![0]!["content"]);
    public JsonNode Data => JsonNode.Parse(Text(Body["messages"]!.AsArray()[^1]!["content"]))!;

    private static string Text(JsonNode? content) => content switch { null => "", JsonArray parts => string.Concat(parts.Select(p => (string?)p!["text"])), _ => (string)content! };
}

/// <summary>
/// A real HTTP server on loopback that speaks the wire formats of OpenAI (<c>/v1/chat/completions</c>) and Anthropic (<c>/v1/messages</c>), streamed.
/// The test says what the model says, in which pieces, or how it fails.
/// </summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProviderServer(WebApplication app) => _app = app;

    public ConcurrentQueue<Asked> Calls { get; } = new();
    /// <summary>The model's answer to what it was asked.</summary>
    public Func<Asked, string> Answer { get; set; } = _ => """{"sentences":[]}""";
    public int PieceLength { get; set; } = 7;
    public int Status { get; set; } = 200;
    /// <summary>Waits here before the second piece.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public string Address => _app.Urls.First();

    public static async Task<ProviderServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ProviderServer(app);
        app.MapPost("/v1/chat/completions", c => server.ServeAsync(c, c.Request.Headers.Authorization.ToString(), OpenAI, 1, "[DONE]"));
        app.MapPost("/v1/messages", c => server.ServeAsync(c, c.Request.Headers["x-api-key"].ToString() is { Length: > 0 } key ? key : c.Request.Headers.Authorization.ToString(), Anthropic, 3, null));
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ServeAsync(HttpContext context, string key, Func<IReadOnlyList<string>, IEnumerable<(string? Event, object Data)>> write, int secondPiece, string? last)
    {
        var asked = new Asked(context.Request.Path, key, (await JsonNode.ParseAsync(context.Request.Body))!);
        Calls.Enqueue(asked);
        context.Response.StatusCode = Status;
        if (Status != 200)
        {
            await context.Response.WriteAsJsonAsync(new { type = "error", error = new { type = "refused", message = "The key is wrong, or too many asked." } });
            return;
        }
        context.Response.ContentType = "text/event-stream";
        var pieces = Answer(asked).Chunk(PieceLength).Select(c => new string(c)).ToList();
        var sent = 0;
        foreach (var (name, data) in write(pieces))
        {
            if (sent++ == secondPiece) await Gate.WaitAsync(context.RequestAborted);
            await SendAsync(context, name, JsonSerializer.Serialize(data));
        }
        if (last is not null) await SendAsync(context, null, last);
    }

    private static async Task SendAsync(HttpContext context, string? name, string data)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{(name is null ? "" : $"event: {name}\n")}data: {data}\n\n"), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static IEnumerable<(string?, object)> OpenAI(IReadOnlyList<string> pieces)
    {
        foreach (var piece in pieces) yield return (null, Chunk(new { role = "assistant", content = piece }, null));
        yield return (null, Chunk(new { }, "stop"));
        yield return (null, new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "m", choices = Array.Empty<object>(), usage = new { prompt_tokens = 111, completion_tokens = 22, total_tokens = 133 } });
    }

    private static object Chunk(object delta, string? finish) =>
        new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "m", choices = new[] { new { index = 0, delta, finish_reason = finish } } };

    private static IEnumerable<(string?, object)> Anthropic(IReadOnlyList<string> pieces)
    {
        yield return ("message_start", new { type = "message_start", message = new { id = "m1", type = "message", role = "assistant", model = "m", content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null, usage = new { input_tokens = 111, output_tokens = 1 } } });
        yield return ("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });
        foreach (var piece in pieces) yield return ("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = piece } });
        yield return ("content_block_stop", new { type = "content_block_stop", index = 0 });
        yield return ("message_delta", new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = 22 } });
        yield return ("message_stop", new { type = "message_stop" });
    }
}
