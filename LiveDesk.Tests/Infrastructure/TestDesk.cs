using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// The real desk without its screens, on a real database, with a clock that the test moves. Ana and Ben are agents of
/// <see cref="Desk"/>, Sam is administrator, Kim edits knowledge. Ola is the outsider: she sees the Billing department of the hosting
/// desk and nothing else (on a test of the hosting preset that is <see cref="Desk"/> itself).
/// </summary>
public sealed class TestDesk : IAsyncDisposable
{
    private readonly bool _ownsDatabase;

    private TestDesk(TestDatabase database, bool ownsDatabase, Action<IServiceCollection>? change, (string, string)[] settings)
    {
        (Database, _ownsDatabase) = (database, ownsDatabase);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = "Test", ApplicationName = "LiveDesk.Tests", ContentRootPath = AppContext.BaseDirectory });
        var configuration = database.Configuration(settings);
        services.AddSingleton(configuration);
        services.AddLiveDesk(configuration);
        change?.Invoke(services);
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public TestDatabase Database { get; }
    public TestClock Clock { get; } = new();
    public ServiceProvider Services { get; }

    /// <summary>As it was when it was made: read it anew from the catalogue after a change.</summary>
    public Desk Desk { get; private set; } = default!;
    /// <summary>Where Ola works; the same as <see cref="Desk"/> when that has the hosting preset.</summary>
    public Desk Hosting { get; private set; } = default!;

    public Actor Ana { get; private set; } = default!;
    public Actor Ben { get; private set; } = default!;
    public Actor Sam { get; private set; } = default!;
    public Actor Kim { get; private set; } = default!;
    public Actor Ola { get; private set; } = default!;

    public IReadOnlyList<Actor> Everybody => [Ana, Ben, Sam, Kim, Ola];

    public TicketCommands Tickets => Get<TicketCommands>();
    public TicketQueries TicketQueries => Get<TicketQueries>();
    public DeskCatalogue Catalogue => Get<DeskCatalogue>();

    /// <param name="preset">One of the five: field, suite, psa, technician, hosting.</param>
    /// <param name="change">Puts a hand-written double in a service's place.</param>
    /// <param name="settings">As in appsettings: <c>("Assistant:Provider", "openai")</c>.</param>
    public static async Task<TestDesk> OpenAsync(DatabaseKind kind, string preset = "technician", Action<IServiceCollection>? change = null, params (string, string)[] settings)
    {
        var desk = new TestDesk(await TestDatabase.CreateAsync(kind), ownsDatabase: true, change, settings);
        await desk.PeopleItAsync(preset);
        return desk;
    }

    /// <summary>A node on a server's PostgreSQL: what is done with its services is heard by the server as from any other node.</summary>
    public static async Task<TestDesk> JoinAsync(TestDatabase database)
    {
        var node = new TestDesk(database, ownsDatabase: false, change: null, []);
        await node.Get<PostgresFeedLine>().StartAsync(CancellationToken.None);
        return node;
    }

    /// <summary>A second node on the same database: its own services, the same people.</summary>
    public async Task<TestDesk> OpenSecondNodeAsync(Action<IServiceCollection>? change = null)
    {
        var second = new TestDesk(Database, ownsDatabase: false, change, []) { Desk = Desk, Hosting = Hosting };
        second.Ana = await second.ActorAsync(Ana.Id!.Value);
        second.Ben = await second.ActorAsync(Ben.Id!.Value);
        second.Sam = await second.ActorAsync(Sam.Id!.Value);
        second.Kim = await second.ActorAsync(Kim.Id!.Value);
        second.Ola = await second.ActorAsync(Ola.Id!.Value);
        return second;
    }

    /// <summary>An installation of its own that is this one to the last row, at the same time of its clock; everybody is who they are.</summary>
    public async Task<TestDesk> CopyAsync()
    {
        var copy = new TestDesk(await Database.CopyAsync(), ownsDatabase: true, change: null, []) { Desk = Desk, Hosting = Hosting, Ana = Ana, Ben = Ben, Sam = Sam, Kim = Kim, Ola = Ola };
        copy.Clock.Advance(Clock.GetUtcNow() - copy.Clock.GetUtcNow());
        return copy;
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public DeskDb OpenDatabase() => Get<DeskDatabase>().OpenForSystem();

    /// <summary>Somebody with the rights they have now.</summary>
    public async Task<Actor> ActorAsync(Guid personId) =>
        await Catalogue.ActorAsync(personId) ?? throw new InvalidOperationException($"Person {personId} works here no longer.");

    public async Task<Desk> AddDeskAsync(string preset, string? slug = null)
    {
        var id = await Get<DeskCommands>().CreateAsync(Actor.System, slug ?? preset, Presets.Named(preset).Title, preset);
        return await Catalogue.DeskAsync(id);
    }

    /// <param name="memberships">Desk and department; a department of null is the desk itself.</param>
    public async Task<Actor> AddPersonAsync(string name, Role role, params (Desk Desk, string? Department)[] memberships)
    {
        var now = Clock.GetUtcNow();
        var person = new Person(Ids.New(now), name, $"{name.ToLowerInvariant()}@livedesk.test", role, now);
        foreach (var (desk, department) in memberships) person.Join(Actor.System, desk.Id, department is null ? null : desk.Departments.Single(d => d.Name == department).Id, now);
        await using var db = OpenDatabase();
        db.People.Add(person);
        await db.CommitAsync();
        Catalogue.Forget();
        return await ActorAsync(person.Id);
    }

    public async Task<Contact> AddContactAsync(string name, string? email = null)
    {
        var now = Clock.GetUtcNow();
        var contact = new Contact(Ids.New(now), name, email ?? $"{name.ToLowerInvariant()}@example.com", null, now);
        await using var db = OpenDatabase();
        db.Contacts.Add(contact);
        await db.CommitAsync();
        return contact;
    }

    /// <summary>A ticket that came by mail, which every desk takes with a subject alone. Opened by the system unless somebody is named.</summary>
    public async Task<(Guid Id, long Number)> AddTicketAsync(string subject, Desk? desk = null, string? department = null, Contact? contact = null, Actor? by = null)
    {
        var home = desk ?? Desk;
        return await Tickets.OpenAsync(by ?? Actor.System, home.Id, new NewTicket
        {
            Subject = subject,
            Channel = Channel.Email,
            RequesterName = contact?.Name ?? "Carla",
            RequesterEmail = contact is null ? "carla@example.com" : contact.Email,
            ContactId = contact?.Id,
            DepartmentId = department is null ? null : home.Departments.Single(d => d.Name == department).Id,
        });
    }

    /// <summary>What changed on a ticket, as somebody reads it, oldest first.</summary>
    public async Task<IReadOnlyList<HistoryLine>> HistoryAsync(Actor me, Guid ticket) =>
        [.. (await Get<TicketPageQueries>().StoryAsync(me, ticket, StoryShow.Changes)).Items.Select(i => i.Change).OfType<HistoryLine>()];

    /// <summary>Does all the work and rings all the timers that are due at the clock's time, as the server would.</summary>
    public async Task DoDueWorkAsync()
    {
        while (await Get<WorkRunner>().DoDueAsync(CancellationToken.None) + await Get<TicketTimers>().RingDueAsync(CancellationToken.None) > 0) { }
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_ownsDatabase) await Database.DisposeAsync();
    }

    private async Task PeopleItAsync(string preset)
    {
        Desk = await AddDeskAsync(preset);
        Hosting = preset == "hosting" ? Desk : await AddDeskAsync("hosting");
        Ana = await AddPersonAsync("Ana", Role.Agent, EveryDepartmentOf(Desk));
        Ben = await AddPersonAsync("Ben", Role.Agent, EveryDepartmentOf(Desk));
        Sam = await AddPersonAsync("Sam", Role.Admin);
        Kim = await AddPersonAsync("Kim", Role.KnowledgeEditor, EveryDepartmentOf(Desk));
        Ola = await AddPersonAsync("Ola", Role.Agent, (Hosting, "Billing"));
    }

    private static (Desk, string?)[] EveryDepartmentOf(Desk desk) =>
        [.. desk.Departments.Select(d => (desk, (string?)d.Name)).Prepend((desk, null))];
}
