using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace LiveDesk.Infrastructure.Database;

/// <summary><c>ConnectionStrings:Desk</c> and <c>Data:Folder</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Data Source=…</c> is SQLite, <c>Host=…</c> is PostgreSQL.</summary>
    public string Desk { get; set; } = "";

    /// <summary>Where the database file, the attachments and the keys live. Relative to the working folder.</summary>
    public string Folder { get; set; } = "data";

    public bool IsSqlite => MeansSqlite(Desk);

    public static DatabaseOptions Of(IConfiguration configuration)
    {
        var options = new DatabaseOptions();
        options.Read(configuration);
        return options;
    }

    public void Read(IConfiguration configuration)
    {
        Folder = configuration["Data:Folder"] is { Length: > 0 } folder ? folder : "data";
        Desk = configuration.GetConnectionString("Desk") is { Length: > 0 } connection ? connection : $"Data Source={Path.Combine(Folder, "livedesk.db")}";
    }

    public static bool MeansSqlite(string connection) => connection.TrimStart().StartsWith("Data Source", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with the connection string, in words; null when nothing is.</summary>
    public string? Problem()
    {
        const string allowed = "It is “Data Source=FILE” for SQLite or “Host=SERVER;Database=NAME;Username=USER;Password=…” for PostgreSQL.";
        if (!IsSqlite && !Desk.TrimStart().StartsWith("Host", StringComparison.OrdinalIgnoreCase)) return $"ConnectionStrings:Desk is not understood. {allowed}";
        try
        {
            _ = IsSqlite ? new SqliteConnectionStringBuilder(Desk).DataSource : new NpgsqlConnectionStringBuilder(Desk).Host;
            return null;
        }
        catch (ArgumentException e)
        {
            return $"ConnectionStrings:Desk is not understood: {e.Message} {allowed}";
        }
    }
}
