using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Bench;

/// <summary>The whole desk below its screens, on a fresh SQLite file, with one desk and an administrator.</summary>
internal sealed class BenchDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _keeps;

    private BenchDesk(ServiceProvider services, string folder, bool keeps) => (_services, _folder, _keeps) = (services, folder, keeps);

    public Guid DeskId { get; private set; }
    public Actor Ana { get; } = Actor.Agent(Guid.CreateVersion7(), "Ana", Role.Admin, Sight.Everything);
    public TicketCommands Tickets => _services.GetRequiredService<TicketCommands>();
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<BenchDesk> CreateAsync(string preset = "technician")
    {
        var desk = await OpenAsync(LoadDesk.TemporaryFolder(), keeps: false);
        desk.DeskId = await desk.Get<DeskCommands>().CreateAsync(Actor.System, "bench", "Bench", preset);
        return desk;
    }

    /// <param name="keeps">The folder stays when the desk is disposed of.</param>
    /// <param name="connection">Null: SQLite, in the folder.</param>
    public static async Task<BenchDesk> OpenAsync(string folder, bool keeps, string? connection = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data:Folder"] = folder, ["ConnectionStrings:Desk"] = connection }).Build();
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddSingleton<IConfiguration>(settings).AddLiveDesk(settings).BuildServiceProvider();
        await services.GetRequiredService<DatabaseStart>().PrepareAsync(CancellationToken.None);
        return new BenchDesk(services, folder, keeps);
    }

    /// <summary>From now on it is the bench's desk.</summary>
    /// <returns>False when there is none of this name.</returns>
    public async Task<bool> FindDeskAsync(string slug)
    {
        await using var db = Get<DeskDatabase>().OpenForSystem();
        DeskId = await db.Desks.Where(d => d.Slug == slug).Select(d => d.Id).SingleOrDefaultAsync();
        return DeskId != Guid.Empty;
    }

    public Task<(Guid Id, long Number)> OpenAsync(int n) => Tickets.OpenAsync(Ana, DeskId, Matter(n));

    public static NewTicket Matter(int n) => new()
    {
        Subject = $"Panel beeps every {n} minutes", Description = "It started yesterday evening after the storm.", RequesterName = "Carla", RequesterEmail = "carla@example.com",
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keeps) Directory.Delete(_folder, recursive: true);
    }
}
