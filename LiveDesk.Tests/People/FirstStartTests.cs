using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.People;

public sealed class FirstStartTests
{
    private static readonly FirstDesk Good = new("Sam", "sam@example.com", "three small boats", "Büro Süd", "technician");

    [Theory, BothDatabases]
    public async Task Whoever_reads_the_log_makes_the_first_administrator_and_the_first_desk(DatabaseKind kind)
    {
        await using var start = await Fresh.OpenAsync(kind);
        Assert.True(start.First.IsOpen);
        var (person, stamp, slug) = await start.First.FinishAsync(start.Code.ToUpperInvariant(), Good, default);
        Assert.Equal("buro-sud", slug);
        Assert.Equal(stamp, (await start.Services.GetRequiredService<Standings>().OfAsync(person.Id))!.Stamp);
        Assert.Equal(Role.Admin, (await start.Services.GetRequiredService<DeskCatalogue>().ActorAsync(person.Id))!.Role);

        Assert.False(start.First.IsOpen);
        await Assert.ThrowsAsync<RuleViolation>(() => start.First.FinishAsync(start.Code, Good with { Email = "second@example.com" }, default));
    }

    [Theory, BothDatabases]
    public async Task Threat_23_without_the_code_nobody_gets_in_and_guessing_ends(DatabaseKind kind)
    {
        await using var start = await Fresh.OpenAsync(kind);
        foreach (var guess in new[] { null, "", "0", "-----", "null", start.Code[..^1], start.Code + "a", new string('a', 26) })
            Assert.Equal("code", (await Assert.ThrowsAsync<RuleViolation>(() => start.First.FinishAsync(guess, Good, default))).Field);
        for (var i = 0; i < 5; i++) await Assert.ThrowsAsync<RuleViolation>(() => start.First.FinishAsync("wrong", Good, default));
        Assert.Contains("Too many", (await Assert.ThrowsAsync<RuleViolation>(() => start.First.FinishAsync(start.Code, Good, default))).Message, StringComparison.Ordinal);
        start.Clock.Advance(TimeSpan.FromMinutes(5));
        await start.First.FinishAsync(start.Code, Good, default);
    }

    [Theory, BothDatabases]
    public async Task Two_who_finish_at_the_same_moment_make_one_administrator(DatabaseKind kind)
    {
        await using var start = await Fresh.OpenAsync(kind);
        var tries = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Task.Run(async () =>
        {
            try
            {
                await start.First.FinishAsync(start.Code, Good with { Email = $"sam{i}@example.com" }, default);
                return true;
            }
            catch (RuleViolation) { return false; }
        })));
        Assert.Single(tries, true);
        await using var db = start.Services.GetRequiredService<DeskDatabase>().OpenForSystem();
        Assert.Equal((1, 1), (await db.People.CountAsync(), await db.Desks.CountAsync()));
    }

    [Theory, BothDatabases]
    public async Task A_field_that_is_not_filled_in_well_is_named_and_nothing_is_made(DatabaseKind kind)
    {
        await using var start = await Fresh.OpenAsync(kind);
        foreach (var bad in new[] { Good with { Name = " " }, Good with { Email = "sam" }, Good with { Password = "short" }, Good with { DeskName = "\0" }, Good with { Preset = "nonsense" } })
            Assert.NotNull((await Assert.ThrowsAsync<RuleViolation>(() => start.First.FinishAsync(start.Code, bad, default))).Field);
        await using var db = start.Services.GetRequiredService<DeskDatabase>().OpenForSystem();
        Assert.Equal((0, 0), (await db.People.CountAsync(), await db.Desks.CountAsync()));
        Assert.True(start.First.IsOpen);
    }

    [Theory]
    [InlineData("Büro Süd", "buro-sud"), InlineData("Nordlicht IT & Co.", "nordlicht-it-co"), InlineData("日本", "desk"), InlineData("<script>", "script"), InlineData("--- ", "desk")]
    public void A_desks_address_comes_from_its_name(string name, string slug) => Assert.Equal(slug, Slugs.Of(name));

    /// <summary>A desk on which nobody works yet, with the code as the log says it.</summary>
    private sealed class Fresh : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly Listener _log = new();

        private Fresh(TestDatabase database)
        {
            _database = database;
            Services = new ServiceCollection().AddLogging(l => l.AddProvider(_log)).AddSingleton<TimeProvider>(Clock)
                .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Test", ApplicationName = "LiveDesk.Tests", ContentRootPath = AppContext.BaseDirectory })
                .AddSingleton(database.Configuration()).AddLiveDesk(database.Configuration()).BuildServiceProvider();
        }

        public TestClock Clock { get; } = new();
        public ServiceProvider Services { get; }
        public FirstStart First => Services.GetRequiredService<FirstStart>();
        public string Code => _log.Lines.Single(l => l.Contains("/setup", StringComparison.Ordinal)).Split(' ')[^1];

        public static async Task<Fresh> OpenAsync(DatabaseKind kind)
        {
            var fresh = new Fresh(await TestDatabase.CreateAsync(kind));
            await fresh.First.OpenIfNobodyWorksHereAsync(default);
            return fresh;
        }

        public async ValueTask DisposeAsync()
        {
            await Services.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    private sealed class Listener : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));
        public void Dispose() { }
    }
}
