using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Bench;

/// <summary>The whole desk below its screens, on a fresh SQLite file, with one desk and two agents.</summary>
internal sealed class BenchDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private BenchDesk(ServiceProvider services, string folder) => (_services, _folder) = (services, folder);

    public Guid DeskId { get; private set; }
    public Actor Ana { get; private set; } = Actor.System;
    public TicketCommands Tickets => _services.GetRequiredService<TicketCommands>();
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();
    public string Folder => _folder;

    public static async Task<BenchDesk> CreateAsync(string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("livedesk-bench-").FullName;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Data:Folder"] = folder }).Build();
        var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddSingleton<IConfiguration>(settings).AddLiveDesk(settings).BuildServiceProvider();
        var desk = new BenchDesk(services, folder);
        await services.GetRequiredService<DatabaseStart>().PrepareAsync(CancellationToken.None);
        desk.DeskId = await services.GetRequiredService<DeskCommands>().CreateAsync(Actor.System, "bench", "Bench", "technician");
        desk.Ana = Actor.Agent(Guid.CreateVersion7(), "Ana", Role.Admin, Sight.Everything);
        return desk;
    }

    public Task<(Guid Id, long Number)> OpenAsync(int n) => Tickets.OpenAsync(Ana, DeskId, new NewTicket
    {
        Subject = $"Panel beeps every {n} minutes", Description = "It started yesterday evening after the storm.", RequesterName = "Carla", RequesterEmail = "carla@example.com",
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
