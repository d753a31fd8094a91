using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Security;

/// <summary>A ticket or a chat, and where it stands.</summary>
/// <param name="Into">The ticket that it was merged into.</param>
/// <param name="Names">What somebody would call it in a text.</param>
internal sealed record Stand(SubjectKind Kind, Guid Id, Guid DeskId, IReadOnlyList<Guid> Departments, Guid? Into, IReadOnlyList<string> Names);

/// <summary>
/// A hosting desk, where departments limit sight, beside a business suite, where they do not; somebody of every kind; and what
/// <see cref="SightStories"/> tells of both desks. <see cref="Sees"/> is the plain rule, written anew here: no test of sight asks the sight.
/// </summary>
internal sealed class SightWorld : IAsyncDisposable
{
    private SightWorld(TestDesk desk) => Desk = desk;

    public TestDesk Desk { get; }
    public SightThings Things { get; private set; } = default!;
    public IReadOnlyDictionary<string, Person> People { get; private set; } = default!;
    public IReadOnlyList<Stand> Stands { get; private set; } = [];
    /// <summary>Who heard what while the world came to be.</summary>
    public Listeners Heard { get; private set; } = default!;

    public static async Task<SightWorld> CreateAsync(DatabaseKind kind)
    {
        var world = new SightWorld(await TestDesk.OpenAsync(kind, "suite"));
        await world.ComeToBeAsync();
        return world;
    }

    /// <summary>
    /// Administrators see everything. Who leads a desk sees the whole of it, and so does everybody who works there, unless departments limit
    /// sight: then they see what stands in one of their departments. Who belongs nowhere sees nothing.
    /// </summary>
    public bool Sees(Person who, Guid deskId, IReadOnlyList<Guid> departments) =>
        who.Role is Role.Admin
        || who.Memberships.Any(m => m.DeskId == deskId && (who.Role is Role.Supervisor || deskId != Desk.Hosting.Id || (m.DepartmentId is { } own && departments.Contains(own))));

    /// <summary>What was merged is read in the ticket that stays, by those who see that one.</summary>
    public bool IsThereFor(Person who, Stand it) =>
        Sees(who, it.DeskId, it.Departments) || (it.Into is { } into && IsThereFor(who, Stands.Single(s => s.Id == into)));

    public IReadOnlyList<Stand> HiddenFrom(Person who) => [.. Stands.Where(s => !IsThereFor(who, s))];

    public Task<Actor> ActorAsync(string name) => Desk.ActorAsync(People[name].Id);

    /// <summary>Everybody listens from now on, each with their own sight.</summary>
    public Task<Listeners> ListenAsync() => Listeners.OfAsync(Desk, People.Values);

    /// <summary>Everybody has LiveDesk open and looks away; Ben types in everything that is there, which nobody knows who sees none of it.</summary>
    public void BePresent(TestDesk desk, IEnumerable<Stand> there)
    {
        var presence = desk.Get<Presence>();
        foreach (var person in People.Values) presence.Here(Presence.OpenBy(person.Id), person.Id, new Present(person.Id, person.Name, ActorKind.Agent, Doing.Idle));
        foreach (var it in there) presence.Here(new FactSubject(it.Kind, it.Id, it.DeskId, it.Departments), it.Id, new Present(Desk.Ben.Id!.Value, "Ben", ActorKind.Agent, Doing.Typing));
    }

    public async ValueTask DisposeAsync() => await Desk.DisposeAsync();

    private async Task ComeToBeAsync()
    {
        var (hosting, suite) = (Desk.Hosting, Desk.Desk);
        await Desk.AddPersonAsync("Uma", Role.Supervisor, (hosting, null));
        await Desk.AddPersonAsync("Rita", Role.ReadOnly, (hosting, "Technical"));
        await Desk.AddPersonAsync("Max", Role.Agent, (hosting, "Technical"), (hosting, "Domains"), (suite, null));
        await Desk.AddPersonAsync("Nora", Role.Agent);
        await using var db = Desk.OpenDatabase();
        People = await db.People.AsNoTracking().Include(p => p.Memberships).ToDictionaryAsync(p => p.Name);
        using (Heard = await ListenAsync()) await new SightStories(Desk).TellAsync();
        Stands = await ReadAsync();
        Things = await SightThings.ReadAsync(Desk);
        BePresent(Desk, Stands);
    }

    private async Task<IReadOnlyList<Stand>> ReadAsync()
    {
        await using var db = Desk.OpenDatabase();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).OrderBy(t => t.Number).ToListAsync();
        var chats = await db.Chats.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        // A ticket that was a chat is called what the visitor said first, and that is the chat's own.
        return
        [
            .. tickets.Select(t => new Stand(SubjectKind.Ticket, t.Id, t.DeskId, t.Place.Departments, t.Merged?.IntoTicketId, t.ChatSessionId is null ? [$"#{t.Number}", t.Subject] : [$"#{t.Number}"])),
            .. chats.Select(c => new Stand(SubjectKind.Chat, c.Id, c.DeskId, [c.DepartmentId], null, [])),
        ];
    }
}

/// <summary>One world for each kind of database: it takes longer to tell than to walk.</summary>
public sealed class SightWorlds : IAsyncLifetime
{
    private readonly Dictionary<DatabaseKind, Lazy<Task<SightWorld>>> _worlds =
        Enum.GetValues<DatabaseKind>().ToDictionary(kind => kind, kind => new Lazy<Task<SightWorld>>(() => SightWorld.CreateAsync(kind)));

    internal Task<SightWorld> OnAsync(DatabaseKind kind) => _worlds[kind].Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var world in _worlds.Values.Where(w => w.IsValueCreated)) await (await world.Value).DisposeAsync();
    }
}
