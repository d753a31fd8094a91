using System.Diagnostics;
using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>The published desk as a process of its own, on a port and a data folder of its own.</summary>
internal sealed class DeskProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private DeskProcess(Process process, Uri address, string folder) => (_process, Address, _folder) = (process, address, folder);

    public Uri Address { get; }

    /// <summary>Resident set, in MB of 2²⁰ bytes.</summary>
    public double ResidentMegabytes =>
        double.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;

    /// <summary>Publishes LiveDesk.Web in Release once a run; returns the folder.</summary>
    public static async Task<string> PublishAsync()
    {
        var target = Path.Combine(Path.GetTempPath(), "livedesk-bench-publish");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository(), "LiveDesk.Web"), "-c", "Release", "-o", target, "-v", "q", "--nologo"]))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? target : throw new InvalidOperationException("The desk could not be published.");
    }

    /// <param name="environment">Development fills it with the sample data.</param>
    public static DeskProcess Start(string published, string environment, string folder, int port)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(published, "LiveDesk.Web.dll")]) { WorkingDirectory = published, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Data__Folder"] = folder;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return new DeskProcess(process, new Uri($"http://127.0.0.1:{port}/"), folder);
    }

    /// <summary>Until a page is served: the sign-in page, or the setup page of an installation without people.</summary>
    public async Task ServesAsync()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60);)
        {
            try
            {
                if ((await http.GetAsync("sign-in")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) { await Task.Delay(10); }
        }
        throw new TimeoutException("The desk did not serve a page within a minute.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LiveDesk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the bench from the repository.");
    }
}
