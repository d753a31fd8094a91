namespace LiveDesk.Domain;

/// <summary>
/// Something that happened, in past tense, with ids only. A fact becomes a row of the history (<c>Activity</c>) and, once committed,
/// a live signal to those who may see its subject. It carries no text, so it cannot leak any.
/// </summary>
public abstract record Fact
{
    /// <summary>What it happened to.</summary>
    public abstract FactSubject Subject { get; }
}

public enum SubjectKind { Ticket, Chat, Article, Desk, Person, Contact, Organisation, Installation, Bulk, View, Record, SpamSender }

/// <summary>What a fact is about, and where that stands: the audience is decided from desk and departments by <see cref="People.Sight"/>.</summary>
public readonly record struct FactSubject(SubjectKind Kind, Guid Id, Guid? DeskId = null, IReadOnlyList<Guid>? Departments = null);

/// <summary>An aggregate collects its facts; the database takes them at the commit.</summary>
public abstract class Aggregate
{
    private readonly List<RecordedFact> _facts = [];

    public IReadOnlyList<RecordedFact> Facts => _facts;

    public void ForgetFacts() => _facts.Clear();

    protected void Record(Fact fact, Actor by, DateTimeOffset at, string? before = null) => _facts.Add(new(fact, by, at, before));
}

/// <param name="At">UTC.</param>
/// <param name="Before">The text that stood there before, of a fact that changed one; empty when there was none. Only the history keeps it: no signal carries it.</param>
public readonly record struct RecordedFact(Fact Fact, Actor By, DateTimeOffset At, string? Before = null);
