using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Work;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>A colleague is asked to read a draft. No history keeps it; it is told, as long as the draft waits.</summary>
public sealed record ReviewWasAsked(SubjectKind SubjectKind, Guid SubjectId, Guid ReviewerId) : Fact
{
    public override FactSubject Subject => new(SubjectKind, SubjectId);
}

/// <summary>What happened, as the telling finds it in its piece of work.</summary>
/// <param name="EventId">Made with the work, so that telling it twice tells it once.</param>
internal sealed record Happened(Guid EventId, string Kind, string Data, LiveActor By, DateTimeOffset At)
{
    public Fact Fact() => FactTypes.Read(Kind, Data);
}

/// <summary>Saved with what happened: somebody is to be told. Who, is found out when it is done (<see cref="Notifier"/>).</summary>
public sealed class NotifyWork(TimeProvider clock) : IWorkFor
{
    public const string WorkKind = "notify";
    /// <summary>What is older when it is saved is history that was brought in from elsewhere.</summary>
    private static readonly TimeSpan NewsLasts = TimeSpan.FromMinutes(5);

    public IEnumerable<WorkItem> For(RecordedFact fact) => IsForSomebody(fact) && clock.GetUtcNow() - fact.At < NewsLasts ? [Of(fact)] : [];

    internal static WorkItem Of(RecordedFact fact) =>
        new(WorkKind, Json.Write(new Happened(Ids.New(fact.At), fact.Fact.GetType().Name, FactTypes.Write(fact.Fact), new LiveActor(fact.By.Kind, fact.By.Id, fact.By.Name), fact.At)), fact.At);

    private static bool IsForSomebody(RecordedFact happened) => happened.Fact switch
    {
        // Back to the queue: whoever waits there must not be forgotten.
        TicketWasAssigned { To: null } => true,
        TicketWasAssigned assigned => assigned.Notify && assigned.To != happened.By.Id,
        AssigneeWasAdded added => added.Notify && added.PersonId != happened.By.Id,
        NoteWasLeft note => note.MayMention || IsColleagues(happened, note.IsFollowed),
        CustomerWasAnswered answer => IsColleagues(happened, answer.IsFollowed),
        PublicNoteWasLeft note => IsColleagues(happened, note.IsFollowed),
        TicketWasMoved moved => moved.IsFollowed && IsNews(moved),
        TicketWasOpened => happened.By.Kind is not ActorKind.Agent,
        TicketWasResumed => happened.By.Kind is ActorKind.System,
        // Whoever stops their own knows.
        ReplyWasHeldBack held => held.AuthorId != happened.By.Id,
        CustomerWrote or TicketWasEscalated or TargetIsAtRisk or TargetWasBreached or TicketDateFellDue or TodoIsLate or SupplierIsLate => true,
        _ => false,
    };

    private static bool IsColleagues(RecordedFact happened, bool isFollowed) => isFollowed && happened.By.Kind is ActorKind.Agent;

    /// <summary>What follows from something that was written, or from a hold's end, is told with that.</summary>
    private static bool IsNews(TicketWasMoved moved) =>
        moved.From != moved.To && moved.Because is not (TicketEvent.Created or TicketEvent.AgentReplied or TicketEvent.NoteLeft or TicketEvent.CustomerWrote or TicketEvent.Resumed);
}
