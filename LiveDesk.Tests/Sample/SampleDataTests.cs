using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Sample;

public sealed class SampleDataTests
{
    [Theory, BothDatabases]
    public async Task Every_desk_shows_every_enabled_status_and_a_days_work(DatabaseKind kind)
    {
        await using var sample = await SampleDesk.OpenAsync(kind);
        await using var db = sample.OpenDatabase();
        var desks = await sample.Catalogue.DesksAsync();
        Assert.Equal(["field", "suite", "psa", "technician", "hosting"], desks.Select(d => d.Slug));
        foreach (var desk in desks)
        {
            var tickets = await db.Tickets.Where(t => t.DeskId == desk.Id).ToListAsync();
            Assert.InRange(tickets.Count, 25, 40);
            Assert.Equal(desk.Statuses.Where(s => s.Enabled).Select(s => s.Id).Order(), tickets.Where(t => t.Merged is null && t.Aside is null).Select(t => t.StatusId).Distinct().Order());
            Assert.Contains(tickets, t => t.Merged is not null);
        }
        Assert.Equal(["field", "psa", "technician", "technician"], (await db.Chats.ToListAsync()).Where(c => !c.IsOver).Select(c => desks.Single(d => d.Id == c.DeskId).Slug).Order());
    }

    [Theory, BothDatabases]
    public async Task Every_sample_ticket_keeps_the_rules_of_its_desk(DatabaseKind kind)
    {
        await using var sample = await SampleDesk.OpenAsync(kind);
        await using var db = sample.OpenDatabase();
        foreach (var ticket in await db.Tickets.Include(t => t.Entries).AsSplitQuery().ToListAsync())
        {
            var desk = await sample.Catalogue.DeskAsync(ticket.DeskId);
            var status = desk.Status(ticket.StatusId);
            Assert.Equal((status.Category, true), (ticket.StatusCategory, status.Enabled));
            Assert.Equal(ticket.IsOpen, ticket.ResolvedAt is null);
            Assert.Equal(status.Category is StatusCategory.OnHold, ticket.OnHold is not null);
            Assert.False(desk.AsksResolution(status) is ResolutionText.Required && ticket.Resolution is null, $"{ticket.Number} is resolved without a resolution.");
            Assert.InRange(ticket.LastActivityAt, ticket.CreatedAt, sample.Now);
            var thread = ticket.Entries.OrderBy(e => e.Id).ToList();
            Assert.Equal(thread.Select(e => e.At).Order(), thread.Select(e => e.At));
            Assert.All(thread, e => Assert.InRange(e.At, ticket.CreatedAt, sample.Now));
            Assert.All(thread, e => Assert.DoesNotContain("{", e.Body, StringComparison.Ordinal));
            Assert.All(thread.Where(e => e.Kind is EntryKind.Reply), e => Assert.Equal(ActorKind.Agent, e.Authors[0].Kind));
            await AssertTheOwnerSeesItAsync(sample, ticket);
        }
    }

    [Fact]
    public async Task Every_desk_has_canned_responses_and_Ana_one_of_her_own()
    {
        await using var sample = await SampleDesk.OpenAsync(DatabaseKind.Sqlite);
        await using var db = sample.OpenDatabase();
        var all = await db.CannedResponses.ToListAsync();
        foreach (var desk in await sample.Catalogue.DesksAsync()) Assert.InRange(all.Count(c => c.DeskId == desk.Id), 3, 4);
        Assert.Equal(SamplePeople.AnaId, all.Single(c => c.Scope is CannedScope.Personal).OfId);
    }

    [Fact]
    public async Task The_same_seed_and_time_make_the_same_data()
    {
        Assert.Equal(await ToldAsync(), await ToldAsync());

        static async Task<string> ToldAsync()
        {
            await using var sample = await SampleDesk.OpenAsync(DatabaseKind.Sqlite);
            await using var db = sample.OpenDatabase();
            var tickets = await db.Tickets.Include(t => t.Entries).AsSplitQuery().OrderBy(t => t.Number).ToListAsync();
            return string.Join('\n', tickets.Select(t => $"{t.Number} {t.DeskId} {t.Subject} {t.CreatedAt:O} {t.LastActivityAt:O} {t.Priority} {t.OwnerId} {t.ContactId} {t.StatusCategory} {string.Join('|', t.Entries.OrderBy(e => e.Id).Select(e => $"{e.At:O} {e.Kind} {e.Authors[0].Name} {e.Body}"))}"));
        }
    }

    [Fact]
    public async Task Ola_works_in_Billing_only_and_Sam_sees_it_all()
    {
        await using var sample = await SampleDesk.OpenAsync(DatabaseKind.Sqlite);
        var (ola, sam, ana) = (await sample.ActorAsync(SamplePeople.OlaId), await sample.ActorAsync(SamplePeople.SamId), await sample.ActorAsync(SamplePeople.AnaId));
        var hosting = (await sample.Catalogue.DeskBySlugAsync("hosting"))!;
        var billing = hosting.Departments.Single(d => d.Name == "Billing").Id;
        await using var hers = sample.Database.OpenFor(ola);
        var seen = await hers.Tickets.ToListAsync();
        Assert.NotEmpty(seen);
        Assert.All(seen, t => Assert.Equal(billing, t.DepartmentId));
        await using var his = sample.Database.OpenFor(sam);
        await using var anas = sample.Database.OpenFor(ana);
        Assert.Equal(await his.Tickets.CountAsync(), await anas.Tickets.CountAsync());
        Assert.True(await his.Tickets.CountAsync() > seen.Count);
    }

    [Fact]
    public async Task A_desk_that_is_there_already_is_left_alone()
    {
        await using var sample = await SampleDesk.OpenAsync(DatabaseKind.Sqlite);
        Assert.False(await sample.Get<SampleData>().PrepareAsync(CancellationToken.None));
    }

    private static async Task AssertTheOwnerSeesItAsync(SampleDesk sample, Ticket ticket)
    {
        if (ticket.OwnerId is not { } owner) return;
        Assert.True((await sample.ActorAsync(owner)).Sight.Covers(ticket.DeskId, [ticket.DepartmentId]));
    }

    private sealed class SampleDesk : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly ServiceProvider _services;

        private SampleDesk(TestDatabase database)
        {
            _database = database;
            var configuration = database.Configuration();
            _services = new ServiceCollection().AddLogging().AddSingleton(configuration).AddSingleton<TimeProvider>(new TestClock()).AddLiveDesk(configuration).BuildServiceProvider();
        }

        public DateTimeOffset Now => TestClock.Start;
        public DeskDatabase Database => Get<DeskDatabase>();
        public DeskCatalogue Catalogue => Get<DeskCatalogue>();

        public static async Task<SampleDesk> OpenAsync(DatabaseKind kind)
        {
            var desk = new SampleDesk(await TestDatabase.CreateAsync(kind));
            Assert.True(await desk.Get<SampleData>().PrepareAsync(CancellationToken.None));
            return desk;
        }

        public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

        public DeskDb OpenDatabase() => Database.OpenForSystem();

        public async Task<Actor> ActorAsync(Guid id) => Assert.IsType<Actor>(await Catalogue.ActorAsync(id));

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
