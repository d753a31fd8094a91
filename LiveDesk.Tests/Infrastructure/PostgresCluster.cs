using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// A private PostgreSQL, for one run of the tests or of a bench: made in a temporary folder, on a free loopback port, gone when the tests end. It is held by a
/// shell that reads from us, so that it stops and is removed even when the test process is killed.
/// </summary>
public sealed class PostgresCluster
{
    /// <summary>Without autovacuum: it would count the rows in the middle of a test, and what was asked before in one way would be answered in another.</summary>
    private static readonly Lazy<Task<PostgresCluster>> One = new(() => StartAsync("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Guardian = """
        set -e
        dir=$(mktemp -d /tmp/livedesk-postgres.XXXXXX)
        trap 'rm -rf "$dir"' EXIT
        trap 'exit 1' PIPE
        "$1/initdb" -D "$dir/data" -U postgres --auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
        postgres="$1/postgres"
        shift
        echo "which port?"
        read -r port
        "$postgres" -D "$dir/data" -c port="$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c timezone=UTC "$@" >"$dir/log" 2>&1 &
        postgres=$!
        read -r _ || true
        kill -INT $postgres
        wait $postgres || true
        """;

    private readonly int _port;
    /// <summary>Held for the whole run: a collected process closes its pipe, and with it the cluster.</summary>
    private readonly Process _guardian;
    private long _databases;

    private PostgresCluster(int port, Process guardian) => (_port, _guardian) = (port, guardian);

    /// <summary>The cluster of this run; the first who asks starts it.</summary>
    public static Task<PostgresCluster> RunningAsync() => One.Value;

    public string ConnectionTo(string database) => $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Include Error Detail=true;Maximum Pool Size=20";

    /// <summary>A new database, empty or a copy of <paramref name="template"/>, to which nobody may be connected.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateAsync(string? template = null)
    {
        var name = $"desk_{Interlocked.Increment(ref _databases)}";
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ExecuteAsync($"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {template}"));
                return name;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ObjectInUse && since.Elapsed < Patience)
            {
                // Whoever left the template is still on the way out.
                await Task.Delay(20);
            }
        }
    }

    public async Task DropAsync(string database)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionTo(database)));
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
    }

    /// <summary>The database goes away: nobody gets in, and those who are in are thrown out.</summary>
    public async Task ForbidAsync(string database)
    {
        await ExecuteAsync($"ALTER DATABASE {database} ALLOW_CONNECTIONS false");
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
    }

    public Task AllowAsync(string database) => ExecuteAsync($"ALTER DATABASE {database} ALLOW_CONNECTIONS true");

    /// <summary>As the administrator, outside every desk's database, and patient: many make and drop databases at once.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres") + ";Timeout=60;Command Timeout=180");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="settings">Beside the server's own, as <c>name=value</c>.</param>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        var guardian = Process.Start(GuardianOf(BinFolder(), settings)) ?? throw new InvalidOperationException("The PostgreSQL of the tests did not start.");
        // It is asked for once the cluster is made, which takes seconds: meanwhile somebody else could take it.
        if (await guardian.StandardOutput.ReadLineAsync() is null) throw await EndedAsync(guardian);
        var port = FreePort();
        await guardian.StandardInput.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        var cluster = new PostgresCluster(port, guardian);
        var since = Stopwatch.StartNew();
        while (!await cluster.AnswersAsync())
        {
            if (since.Elapsed > Patience) throw new InvalidOperationException($"PostgreSQL did not answer within {Patience.TotalSeconds} s.");
            await Task.Delay(20);
        }
        return cluster;
    }

    private static ProcessStartInfo GuardianOf(string bin, string[] settings)
    {
        // PostgreSQL refuses to run as root; the package made a user for it.
        string[] command = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", "sh"] : ["sh"];
        string[] arguments = [.. command.Skip(1), "-c", Guardian, "sh", bin, .. settings.SelectMany(s => new[] { "-c", s })];
        return new ProcessStartInfo(command[0], arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" };
    }

    private async Task<bool> AnswersAsync()
    {
        if (_guardian.HasExited) throw await EndedAsync(_guardian);
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException) { return false; }
    }

    private static async Task<InvalidOperationException> EndedAsync(Process guardian) => new("The PostgreSQL of the tests ended: " + await guardian.StandardError.ReadToEndAsync());

    private static string BinFolder()
    {
        var folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return folders.Select(f => Path.Combine(f, "bin")).Where(f => File.Exists(Path.Combine(f, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("The tests need PostgreSQL's programs. Install them: apt-get install postgresql");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
