using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LiveDesk.Bench;

/// <summary>A server as a process of its own, on a free loopback port: the published desk, or the bare framework to compare it with.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;
    private readonly string _heapFile;
    private readonly List<string> _errors = [];

    private DeskProcess(Process process, Uri address, string? folder, string heapFile) => (_process, Address, _folder, _heapFile) = (process, address, folder, heapFile);

    public Uri Address { get; }
    public Usage Usage => Usage.Of(_process);
    public bool IsRunning => !_process.HasExited;

    /// <summary>The lines of its log that are errors, and what they say next.</summary>
    public IReadOnlyList<string> Errors
    {
        get { lock (_errors) return [.. _errors]; }
    }

    /// <summary>Publishes LiveDesk.Web in Release; returns the folder.</summary>
    public static async Task<string> PublishAsync()
    {
        var target = Path.Combine(Path.GetTempPath(), $"livedesk-bench-publish-{Environment.ProcessId}");
        var arguments = new[] { "publish", Path.Combine(Repository(), "LiveDesk.Web"), "-c", "Release", "-o", target, "-v", "q", "--nologo" };
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? target : throw new InvalidOperationException($"The desk could not be published.\n{said}");
    }

    /// <param name="environment">Development fills it with the sample data.</param>
    /// <param name="folder">Its data; deleted with the process.</param>
    /// <param name="settings">As in appsettings.json.</param>
    public static DeskProcess Start(string published, string environment, string folder, params (string Name, string Value)[] settings) => Start(published, environment, folder, keeps: false, settings);

    /// <summary>As it is installed, with nothing of the bench in it; so it cannot be asked for its heap.</summary>
    public static DeskProcess StartAlone(string published, string environment, string folder) => Start(published, environment, folder, keeps: false, hook: false, []);

    /// <param name="keeps">Its data outlive it: it is killed, and another one goes on.</param>
    public static DeskProcess Start(string published, string environment, string folder, bool keeps, params (string Name, string Value)[] settings) => Start(published, environment, folder, keeps, hook: true, settings);

    private static DeskProcess Start(string published, string environment, string folder, bool keeps, bool hook, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(published, "LiveDesk.Web.dll")]) { WorkingDirectory = published };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["Data__Folder"] = folder;
        foreach (var (name, value) in settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Run(start, keeps ? null : folder, hook);
    }

    /// <summary>A command of the published build, to its end.</summary>
    public static async Task RunAsync(string published, string folder, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(published, "LiveDesk.Web.dll"), .. command]) { WorkingDirectory = published };
        start.Environment["Data__Folder"] = folder;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}.");
    }

    /// <summary>This program once more, as the bare framework (<see cref="BareServer"/>).</summary>
    public static DeskProcess StartBare() => Run(new ProcessStartInfo("dotnet", [typeof(DeskProcess).Assembly.Location, BareServer.Mode]), null);

    /// <summary>Until a page is served: the sign-in page, or the setup page of an installation without people.</summary>
    public async Task ServesAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60) && IsRunning;)
        {
            try
            {
                using var answer = await http.GetAsync("sign-in");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) { /* it does not listen yet */ }
            await Task.Delay(5);
        }
        throw new TimeoutException($"The server did not serve a page within a minute. {string.Join(' ', Errors)}");
    }

    /// <summary>Bytes of objects that are in use, after everything else was collected.</summary>
    public async Task<long> HeapAsync()
    {
        File.Delete(_heapFile);
        using (var kill = Process.Start("kill", [$"-{StartupHook.Signal}", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60) && IsRunning; await Task.Delay(20))
            if (File.Exists(_heapFile)) return long.Parse(await File.ReadAllTextAsync(_heapFile), CultureInfo.InvariantCulture);
        throw new TimeoutException("The server did not say how large its heap is.");
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_heapFile);
        if (IsRunning) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }

    private static DeskProcess Run(ProcessStartInfo start, string? folder, bool hook = true)
    {
        var port = FreePort();
        (start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, false);
        var heapFile = Path.Combine(Path.GetTempPath(), $"livedesk-bench-heap-{Environment.ProcessId}-{port}");
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        if (hook) start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(DeskProcess).Assembly.Location;
        start.Environment[StartupHook.Setting] = heapFile;
        var desk = new DeskProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}/"), folder, heapFile);
        desk.ListenToItsLog();
        return desk;
    }

    private void ListenToItsLog()
    {
        var isError = false;
        _process.OutputDataReceived += (_, line) =>
        {
            // The console logger writes the level first, and what was said on lines of their own.
            if (line.Data is not { } text) return;
            isError = text.StartsWith("fail:", StringComparison.Ordinal) || text.StartsWith("crit:", StringComparison.Ordinal) || (isError && text.StartsWith(' '));
            if (isError) Note(text);
        };
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Note(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_errors) _errors.Add(line.Trim());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LiveDesk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the bench from the repository.");
    }
}
