using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Replies;

public enum CannedScope { Personal, Department, Desk }

/// <summary>Whose a canned response is: one person's, a department's or a whole desk's.</summary>
/// <param name="OfId">The person, the department or the desk.</param>
/// <param name="DeskId">Null for a personal one: it goes with its person to every desk.</param>
public sealed record CannedPlace(CannedScope Scope, Guid OfId, Guid? DeskId)
{
    public static CannedPlace Of(Guid personId) => new(CannedScope.Personal, personId, null);
    public static CannedPlace OfDepartment(Guid deskId, Guid departmentId) => new(CannedScope.Department, departmentId, deskId);
    public static CannedPlace OfDesk(Guid deskId) => new(CannedScope.Desk, deskId, deskId);

    internal FactSubject Subject => DeskId is { } desk
        ? new(SubjectKind.Desk, desk, desk, Scope is CannedScope.Department ? [OfId] : null)
        : new(SubjectKind.Person, OfId);

    /// <summary>Everybody who answers customers has their own; what others are to say is decided by whoever manages the desk.</summary>
    /// <exception cref="RuleViolation">Not this person.</exception>
    internal void Demand(Actor me)
    {
        me.Demand(Scope is CannedScope.Personal ? Right.WorkTickets : Right.ManageDesks);
        if (Scope is CannedScope.Personal && me.Kind is ActorKind.Agent && me.Id != OfId) throw new RuleViolation("A personal canned response is its owner's alone.");
    }
}

/// <summary>
/// A text that is written once and answered with often. Its name is what one types after “/”; its body is Markdown with <see cref="Variables"/>.
/// One with <see cref="Actions"/> is a macro: what it does to the ticket is done in the save in which its text becomes an entry.
/// </summary>
public sealed class CannedResponse : Aggregate
{
    public const int LongestName = 60;
    /// <summary>Characters. A screen holds a desk's canned responses all at once; a longer text is an article.</summary>
    public const int LongestBody = 8_000;
    /// <summary>In one place: of a person, a department, a desk.</summary>
    public const int Most = 200;

    private CannedResponse() { }

    public static CannedResponse Write(Actor me, CannedPlace place, string? name, string? body, DateTimeOffset now, MacroActions? actions = null)
    {
        var response = new CannedResponse { Id = Ids.New(now) };
        response.Take(me, place, name, body, actions, now);
        response.Record(new CannedResponseWasAdded(response.Id, place), me, now);
        return response;
    }

    public Guid Id { get; private set; }
    public CannedScope Scope { get; private set; }
    /// <inheritdoc cref="CannedPlace"/>
    public Guid OfId { get; private set; }
    public Guid? DeskId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The name regardless of case: unique in its place, and the order of lists.</summary>
    public string NameKey { get; private set; } = "";
    public string Body { get; private set; } = "";
    /// <summary>What it does besides; null: it is a text alone.</summary>
    public MacroActions? Actions { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    /// <summary>The database refuses a change of an older one.</summary>
    public int Version { get; private set; }

    public CannedPlace Place => new(Scope, OfId, DeskId);

    /// <param name="seen">The version that the person had before them.</param>
    public void Change(Actor me, CannedPlace place, string? name, string? body, int seen, DateTimeOffset now, MacroActions? actions = null)
    {
        var before = Place;
        before.Demand(me);
        if (seen != Version) throw new RuleViolation("Somebody else changed this canned response meanwhile. What you wrote is still here: save again to keep it, or close this to see the other.");
        Take(me, place, name, body, actions, now);
        Record(new CannedResponseWasChanged(Id, place), me, now);
        // Those who lose it must look again too.
        if (before != place) Record(new CannedResponseWasDeleted(Id, before), me, now);
    }

    public void Delete(Actor me, DateTimeOffset now)
    {
        Place.Demand(me);
        Record(new CannedResponseWasDeleted(Id, Place), me, now);
    }

    private void Take(Actor me, CannedPlace place, string? name, string? body, MacroActions? actions, DateTimeOffset now)
    {
        place.Demand(me);
        var checkedName = CheckedName(name);
        var does = actions?.Checked(place);
        // A macro may do something and say nothing.
        var checkedBody = does is { ChangesTicket: true } ? Text.OptionalBody(body, "text", LongestBody) ?? "" : Text.Body(body, "text", LongestBody);
        Variables.DemandKnown(checkedBody);
        (Scope, OfId, DeskId) = (place.Scope, place.OfId, place.DeskId);
        (Name, NameKey, Body) = (checkedName, checkedName.ToLowerInvariant(), checkedBody);
        Actions = does;
        ChangedAt = now;
        Version++;
    }

    private static string CheckedName(string? name)
    {
        var line = Text.Line(name?.Trim().TrimStart('/'), "name", LongestName).Normalize();
        return line.Any(char.IsWhiteSpace) || line.Contains('/', StringComparison.Ordinal)
            ? throw new RuleViolation("The name is what one types after “/”, so it is one word: “opening-hours”, without spaces and without “/”.", "name")
            : line;
    }
}

public sealed record CannedResponseWasAdded(Guid CannedResponseId, CannedPlace Place) : Fact { public override FactSubject Subject => Place.Subject; }
public sealed record CannedResponseWasChanged(Guid CannedResponseId, CannedPlace Place) : Fact { public override FactSubject Subject => Place.Subject; }
/// <summary>Deleted, or moved to another place: it is no longer here.</summary>
public sealed record CannedResponseWasDeleted(Guid CannedResponseId, CannedPlace Place) : Fact { public override FactSubject Subject => Place.Subject; }
