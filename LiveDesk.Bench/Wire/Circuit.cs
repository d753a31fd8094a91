using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveDesk.Bench;

/// <summary>
/// A browser tab on a live screen, without the browser: it loads the page, opens the circuit that the page asks for, acknowledges what it
/// is sent, lets long lists show their first rows as a tall window would, and fires events of elements.
/// </summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    /// <summary>A window of 900 px.</summary>
    private const string ListIsVisible = "[0,0,900]";

    private readonly FrameSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> _calls = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<RenderBatch, long> _heard;
    private long _events = -1;
    private int _last;

    private Circuit(Action<RenderBatch, long> heard) => _heard = heard;

    /// <summary>Why it is over; null while it lives.</summary>
    public string? Problem { get; private set; }
    public long BytesReceived { get; private set; }

    /// <param name="heard">Called with each batch and the time it came at (Stopwatch ticks), in order.</param>
    public static async Task<Circuit> OpenAsync(Agent agent, string path, Action<RenderBatch, long> heard)
    {
        var server = agent.Http.BaseAddress!;
        var address = new Uri(server, path);
        var page = await agent.Http.GetStringAsync(address);
        var markers = Marker().Matches(page).Select(m => m.Groups["json"].Value).Where(j => j.Contains("\"descriptor\"", StringComparison.Ordinal)).ToList();
        if (markers.Count == 0) throw new InvalidOperationException($"{address} has nothing interactive on it.");
        var circuit = new Circuit(heard);
        await circuit._socket.ConnectAsync(server, "_blazor", agent.Cookie, "blazorpack", circuit.Hear, circuit.End);
        if (await circuit.CallAsync("StartCircuit", server.ToString(), address.ToString(), "[]", "") is not string) throw new InvalidOperationException($"The circuit was refused. {circuit.Problem}");
        var roots = markers.Select((m, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{m}}}""");
        await circuit.SendAsync("UpdateRootComponents", null, $$"""{"batchId":1,"operations":[{{string.Join(',', roots)}}]}""", State().Match(page).Groups["state"].Value);
        await circuit._first.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return circuit.Problem is null ? circuit : throw new InvalidOperationException(circuit.Problem);
    }

    /// <summary>As the browser does when the person acts. Does not wait for what comes of it.</summary>
    /// <param name="arguments">The event, as JSON.</param>
    public Task FireAsync(ulong handler, string name, string arguments) =>
        InvokeDotNetAsync("DispatchEventAsync", _events, $$"""[{"eventHandlerId":{{handler}},"eventName":"{{name}}","eventFieldInfo":null},{{arguments}}]""");

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private Task InvokeDotNetAsync(string method, long target, string arguments) =>
        SendAsync("BeginInvokeDotNetFromJS", null, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture), null, method, target, arguments);

    private async Task<object?> CallAsync(string method, params object?[] arguments)
    {
        var id = $"c{Interlocked.Increment(ref _last)}";
        var answer = _calls[id] = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(method, id, arguments);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>[1, {}, id, method, [arguments], []]</summary>
    private Task SendAsync(string method, string? id, params object?[] arguments)
    {
        var message = new PackWriter().Array(6).Value(1).EmptyMap().Value(id).Value(method).Array(arguments.Length);
        foreach (var argument in arguments) message.Value(argument);
        return _socket.SendAsync(message.Array(0).ToArray());
    }

    private void Hear(ReadOnlySpan<byte> message)
    {
        var now = Stopwatch.GetTimestamp();
        BytesReceived += message.Length;
        var reader = new PackReader(message);
        reader.Array();
        switch (reader.Number())
        {
            case 1: HearCall(reader, now); break;
            case 3: HearAnswer(reader); break;
            case 7: End("The server closed the connection."); break;
        }
    }

    private void HearCall(PackReader reader, long now)
    {
        reader.Any();
        reader.Any();
        var method = reader.Text();
        reader.Array();
        switch (method)
        {
            case "JS.RenderBatch":
                var id = reader.Number();
                _heard(RenderBatch.Read(reader.Bytes()), now);
                _ = SendAsync("OnRenderCompleted", null, id, null);
                _first.TrySetResult();
                break;
            case "JS.BeginInvokeJS":
                HearScript(reader.Number(), reader.Text()!, reader.Text() ?? "[]");
                break;
            case "JS.Error":
                End(reader.Text() ?? "The circuit failed.");
                break;
        }
    }

    private void HearScript(long handle, string name, string arguments)
    {
        // References are numbered by the circuit: the first leads back for events, each long list has one of its own.
        if (DotNetObject().Match(arguments) is { Success: true } reference && long.Parse(reference.Groups["id"].Value, CultureInfo.InvariantCulture) is var target)
        {
            if (name.EndsWith("attachWebRendererInterop", StringComparison.Ordinal)) _events = target;
            else if (name.EndsWith("Virtualize.init", StringComparison.Ordinal)) _ = InvokeDotNetAsync("OnSpacerBeforeVisible", target, ListIsVisible);
        }
        if (handle != 0) _ = SendAsync("EndInvokeJSFromDotNet", null, handle, true, $"[{handle.ToString(CultureInfo.InvariantCulture)},true,{AnswerTo(name)}]");
    }

    /// <summary>What our own scripts answer in a tab that was never away.</summary>
    private static string AnswerTo(string script) => script == "liveDesk.takeAway" ? "\"0 0\"" : "null";

    private void HearAnswer(PackReader reader)
    {
        reader.Any();
        var id = reader.Text()!;
        var kind = reader.Number();
        var value = kind == 2 ? null : reader.Any();
        if (kind == 1) Problem ??= value as string;
        if (_calls.TryRemove(id, out var call)) call.TrySetResult(kind == 1 ? null : value);
    }

    private void End(string why)
    {
        Problem ??= why;
        _first.TrySetResult();
        foreach (var call in _calls.Values) call.TrySetResult(null);
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{.*?\\})-->", RegexOptions.Singleline, 10_000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.Singleline, 10_000)]
    private static partial Regex State();

    [GeneratedRegex("\"__dotNetObject\":(?<id>\\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex DotNetObject();
}
