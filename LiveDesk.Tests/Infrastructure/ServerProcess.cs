using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// The real program in a process of its own, as an operator runs it: started on a free port and a data folder of its own, killed
/// (SIGKILL, nothing is flushed) and started again on the same port and data.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(180);
    private const int Sigkill = 9;

    private readonly ConcurrentQueue<string> _log = new();
    private readonly Dictionary<string, string> _settings;
    private readonly TestDatabase? _database;
    private Process? _process;
    private TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Dictionary<string, string> settings, TestDatabase? database) => (_settings, _database) = (settings, database);

    /// <summary>Ends with a slash.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0/");

    public IReadOnlyList<string> Log => [.. _log];

    /// <summary><c>ConnectionStrings:Desk</c></summary>
    public string Connection => _settings["ConnectionStrings__Desk"];

    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>A server in Development with sample data on a database of its own; ready when it returns.</summary>
    public static async Task<ServerProcess> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(kind, migrated: false);
        var server = On(database, ownsDatabase: true, settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server on a database that somebody else owns: the second node. Not started yet.</summary>
    public static ServerProcess On(TestDatabase database, bool ownsDatabase = false, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["ConnectionStrings__Desk"] = database.Connection,
            ["Data__Folder"] = database.Folder,
            // What a browser complains of says why.
            ["ASPNETCORE_DETAILEDERRORS"] = "true",
            // No server of a test lives long enough for its code to be compiled once more by what it was used for.
            ["DOTNET_TieredPGO"] = "0",
        };
        foreach (var (key, value) in ReadsTakeTime.Setting.Concat(settings)) all[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ServerProcess(all, ownsDatabase ? database : null);
    }

    /// <summary>Runs the program until it ends by itself, for the ways in which it refuses to start.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(TestDatabase database, (string Key, string Value)[] settings, params string[] arguments)
    {
        await using var server = On(database, false, settings);
        server.Launch(arguments);
        using var patience = new CancellationTokenSource(StartsWithin);
        try { await server._process!.WaitForExitAsync(patience.Token); }
        catch (OperationCanceledException e) { throw new XunitException("The program did not end by itself.\n" + server.LogText(), e); }
        return (server._process.ExitCode, server.LogText());
    }

    /// <summary>Starts it (again): the same data and, from the second time on, the same port. Returns when it is ready to serve.</summary>
    public async Task StartAgainAsync()
    {
        Launch([]);
        var first = await Task.WhenAny(_listening.Task, _process!.WaitForExitAsync(), Task.Delay(StartsWithin));
        if (first != _listening.Task) throw new XunitException("The server did not start.\n" + LogText());
        Address = await _listening.Task;
        _settings["ASPNETCORE_URLS"] = Address.GetLeftPart(UriPartial.Authority);
        await WaitUntilReadyAsync();
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>It ends by itself, as if killed: see <see cref="KilledFromInside"/>.</summary>
    public async Task IsKilledAsync()
    {
        using var patience = new CancellationTokenSource(StartsWithin);
        await _process!.WaitForExitAsync(patience.Token);
        Assert.Equal(128 + Sigkill, _process.ExitCode);
    }

    public HttpClient Client(bool followRedirects = false)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = followRedirects, CookieContainer = new CookieContainer() };
        return new HttpClient(handler) { BaseAddress = Address };
    }

    public string LogText() => string.Join('\n', _log);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        if (_database is not null) await _database.DisposeAsync();
    }

    private void Launch(string[] arguments)
    {
        _listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("dotnet", [Repository.WebProgram, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.WebProgramRoot,
        };
        foreach (var (key, value) in _settings) start.Environment[key] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => { if (IsRunning(process)) process.Kill(); };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    private static bool IsRunning(Process process)
    {
        try { return !process.HasExited; }
        catch (InvalidOperationException) { return false; /* disposed: it ended before */ }
    }

    private void Heard(string? line)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (ListeningLine().Match(line) is { Success: true } match) _listening.TrySetResult(new Uri(match.Groups["address"].Value + "/"));
    }

    private async Task WaitUntilReadyAsync()
    {
        using var http = Client();
        await Eventually.TrueAsync(async () =>
        {
            if (_process!.HasExited) throw new XunitException("The server ended.\n" + LogText());
            try { return (await http.GetAsync("readyz")).StatusCode is HttpStatusCode.OK; }
            catch (HttpRequestException) { return false; }
        }, "the server is ready", StartsWithin);
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningLine();
}
