using LiveDesk.Domain;
using LiveDesk.Domain.People;

namespace LiveDesk.Infrastructure.Live;

/// <summary>Something happened: look again. Ids and kinds only.</summary>
/// <param name="Sequence">The history's id; 0 for what is not kept (presence).</param>
/// <param name="At">UTC.</param>
public sealed record LiveSignal(long Sequence, Fact Fact, LiveActor By, DateTimeOffset At)
{
    /// <summary>Asked for by every screen there is, so it is made once.</summary>
    public FactSubject Subject { get; } = Fact.Subject;

    public bool IsFor(Sight sight) => Subject.IsFor(sight);
}

public static class Hearers
{
    /// <summary>Who hears of it. The same rule as the database's filter.</summary>
    public static bool IsFor(this FactSubject subject, Sight sight) => subject switch
    {
        { Kind: SubjectKind.Installation } => true,
        { Kind: SubjectKind.Ticket or SubjectKind.Chat } s => sight.Covers(s.DeskId, s.Departments),
        _ => sight.IsStaff,
    };
}

public sealed record LiveActor(ActorKind Kind, Guid? Id, string Name);

/// <summary>The bus came back after a break: every screen reads again once.</summary>
public sealed record FeedCameBack : Fact
{
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>
/// Carries signals to this process's screens and, where there are several nodes, to theirs. <see cref="Publish"/> never throws and never
/// waits for a subscriber's work: a subscriber notes that it must look again, and returns.
/// </summary>
public interface ILiveFeed
{
    /// <param name="sight">Asked at every signal, so that changed rights count at once.</param>
    /// <param name="cares">Called outside any lock; cheap.</param>
    IDisposable Subscribe(Func<Sight> sight, Func<LiveSignal, bool> cares, Action<LiveSignal> hear);

    /// <summary>Signals of committed facts. Only the database's commit calls this.</summary>
    void Publish(IReadOnlyList<LiveSignal> signals);

    /// <summary>Signals that are not kept (typing, what was seen), on every node.</summary>
    void Whisper(Fact fact, LiveActor by);

    /// <summary>The same for the other nodes alone, where there are any: what this node's screens say, before it is put together.</summary>
    void WhisperElsewhere(Fact fact, LiveActor by);

    /// <summary>The same for this node's screens alone: what it has put together from what all nodes whispered.</summary>
    void WhisperHere(Fact fact, LiveActor by);
}
