using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// One thing that happened: the visible history, the audit trail, and the cursor ("since") of screens that were away.
/// <see cref="Id"/> rises with the order of commits (on PostgreSQL two commits at the same moment may show in either order).
/// </summary>
public sealed class Activity
{
    public long Id { get; private set; }
    public DateTimeOffset At { get; private init; }
    public SubjectKind SubjectKind { get; private init; }
    public Guid SubjectId { get; private init; }
    public Guid? DeskId { get; private init; }
    public IReadOnlyList<Guid> Departments { get; private init; } = [];
    /// <summary>The fact's type name.</summary>
    public string Kind { get; private init; } = "";
    /// <summary>The fact as JSON: ids and small values, no text.</summary>
    public string Data { get; private init; } = "";
    /// <summary>What a text that the fact changed was before; never part of a signal. Forgotten when its custom field is deleted.</summary>
    public string? Before { get; private set; }
    public ActorKind ActorKind { get; private init; }
    public Guid? ActorId { get; private init; }
    public string ActorName { get; private init; } = "";

    public static Activity Of(RecordedFact recorded)
    {
        var subject = recorded.Fact.Subject;
        return new Activity
        {
            At = recorded.At,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            DeskId = subject.DeskId,
            Departments = subject.Departments ?? [],
            Kind = recorded.Fact.GetType().Name,
            Data = FactTypes.Write(recorded.Fact),
            Before = recorded.Before,
            ActorKind = recorded.By.Kind,
            ActorId = recorded.By.Id,
            ActorName = recorded.By.Name,
        };
    }

    internal void ForgetBefore() => Before = null;

    /// <summary>For going back through a ticket's history.</summary>
    internal PastFact ToPast() => new(FactTypes.Read(Kind, Data), At, Before);

    public LiveSignal ToSignal() => new(Id, FactTypes.Read(Kind, Data), new LiveActor(ActorKind, ActorId, ActorName), At);
}

/// <summary>Facts by name, for reading them back.</summary>
internal static class FactTypes
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Type> ByName = new();

    public static string Write(Fact fact) => System.Text.Json.JsonSerializer.Serialize(fact, fact.GetType(), Json.Options);

    public static Fact Read(string kind, string data) =>
        Find(kind) is { } type ? (Fact)System.Text.Json.JsonSerializer.Deserialize(data, type, Json.Options)!
            : throw new InvalidOperationException($"The history holds a fact “{kind}” that this version does not know.");

    /// <summary>The domain's facts are kept; those of other layers are whispered between nodes.</summary>
    private static Type? Find(string kind)
    {
        if (ByName.IsEmpty || !ByName.ContainsKey(kind))
            foreach (var type in AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name!.StartsWith("LiveDesk.", StringComparison.Ordinal)).SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Fact)) && !t.IsAbstract))
                ByName[type.Name] = type;
        return ByName.GetValueOrDefault(kind);
    }
}
