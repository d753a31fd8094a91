using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>Something that happened to a ticket. <see cref="Where"/> is its desk and departments then, which decide who hears of it.</summary>
public abstract record TicketFact(Guid TicketId, TicketPlace Where) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Ticket, TicketId, Where.DeskId, Where.Departments);
}

public sealed record TicketPlace(Guid DeskId, IReadOnlyList<Guid> Departments)
{
    public bool Equals(TicketPlace? other) => other is not null && DeskId == other.DeskId && Departments.SequenceEqual(other.Departments);
    public override int GetHashCode() => DeskId.GetHashCode();
}

public sealed record TicketWasOpened(Guid TicketId, TicketPlace Where, Channel Channel, Guid? ChatSessionId) : TicketFact(TicketId, Where);
/// <param name="IsFollowed">Somebody follows the ticket.</param>
public sealed record CustomerWasAnswered(Guid TicketId, TicketPlace Where, Guid EntryId, bool IsFollowed = false) : TicketFact(TicketId, Where);
public sealed record CustomerWrote(Guid TicketId, TicketPlace Where, Guid EntryId) : TicketFact(TicketId, Where);
/// <param name="MayMention">It may name somebody: there is an “@” in it.</param>
/// <param name="IsFollowed">Somebody follows the ticket.</param>
public sealed record NoteWasLeft(Guid TicketId, TicketPlace Where, Guid EntryId, bool MayMention = false, bool IsFollowed = false) : TicketFact(TicketId, Where);
/// <inheritdoc cref="CustomerWasAnswered"/>
public sealed record PublicNoteWasLeft(Guid TicketId, TicketPlace Where, Guid EntryId, bool IsFollowed = false) : TicketFact(TicketId, Where);
public sealed record TranscriptWasKept(Guid TicketId, TicketPlace Where, Guid EntryId) : TicketFact(TicketId, Where);
/// <param name="Because">The event that moved it; null when somebody chose.</param>
/// <param name="IsFollowed">Somebody follows the ticket.</param>
/// <param name="TellsChildren">The desk's workflow answers that a master changed.</param>
public sealed record TicketWasMoved(Guid TicketId, TicketPlace Where, Guid From, Guid To, TicketEvent? Because, bool IsFollowed = false, bool TellsChildren = false) : TicketFact(TicketId, Where);
public sealed record TicketWasResolved(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasReopened(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasHeld(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasResumed(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasAcknowledged(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasEscalated(Guid TicketId, TicketPlace Where, Guid? ToPerson, Guid? ToDepartment) : TicketFact(TicketId, Where);
/// <summary>It is nobody's any more but those who have it.</summary>
public sealed record EscalationEnded(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
/// <param name="Notify">Whether the new one is to be told: the tick beside the field.</param>
public sealed record TicketWasAssigned(Guid TicketId, TicketPlace Where, Guid? From, Guid? To, bool Notify = true) : TicketFact(TicketId, Where);
/// <summary>Others see it now than before. <see cref="TicketFact.Where"/> names the departments of before too: those who lose sight must look again.</summary>
public abstract record TicketSightChanged(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketChangedDepartment(Guid TicketId, TicketPlace Where, Guid From, Guid To) : TicketSightChanged(TicketId, Where);
public sealed record TicketWasPrioritised(Guid TicketId, TicketPlace Where, Priority From, Priority To, PrioritySource Source) : TicketFact(TicketId, Where);
public sealed record PriorityWasSuggested(Guid TicketId, TicketPlace Where, Priority Value) : TicketFact(TicketId, Where);
public sealed record TicketWasCategorised(Guid TicketId, TicketPlace Where, Guid? From, Guid? To) : TicketFact(TicketId, Where);
public sealed record TicketTypeWasChosen(Guid TicketId, TicketPlace Where, Guid? From, Guid? To) : TicketFact(TicketId, Where);
public sealed record TicketWasTagged(Guid TicketId, TicketPlace Where, Guid TagId) : TicketFact(TicketId, Where);
/// <param name="Off">Those that were taken off: what meant the tag then may mean another one by now.</param>
public sealed record TicketWasUntagged(Guid TicketId, TicketPlace Where, Guid TagId, IReadOnlyList<Guid>? Off = null) : TicketFact(TicketId, Where);
public sealed record TicketFieldWasFilledIn(Guid TicketId, TicketPlace Where, Guid FieldId, bool IsEmptied) : TicketFact(TicketId, Where);
public sealed record RequesterWasLearned(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasRenamed(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record TicketWasLinked(Guid TicketId, TicketPlace Where, Guid OtherId, LinkKind Kind) : TicketFact(TicketId, Where);
public sealed record TicketWasUnlinked(Guid TicketId, TicketPlace Where, Guid OtherId, LinkKind Kind) : TicketFact(TicketId, Where);
public sealed record TicketWasMerged(Guid TicketId, TicketPlace Where, Guid Into) : TicketFact(TicketId, Where);
/// <param name="From">The ticket that its number led to.</param>
public sealed record TicketWasUnmerged(Guid TicketId, TicketPlace Where, Guid From) : TicketFact(TicketId, Where);
/// <summary>A message of it began a ticket of its own.</summary>
public sealed record TicketWasSplit(Guid TicketId, TicketPlace Where, Guid EntryId, Guid Into) : TicketFact(TicketId, Where);
/// <summary>All that stays of a ticket.</summary>
/// <param name="AsideBy">Who had put it, or the one that it was merged into, in the trash; null: it came from a sender of spam.</param>
/// <param name="AsideAt">When, UTC.</param>
public sealed record TicketWasDeleted(Guid TicketId, TicketPlace Where, long Number, Guid? AsideBy = null, DateTimeOffset? AsideAt = null) : TicketSightChanged(TicketId, Where);
public sealed record TicketWasSetAside(Guid TicketId, TicketPlace Where, bool IsSpam) : TicketFact(TicketId, Where);
public sealed record TicketWasBroughtBack(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
public sealed record DeliveryChanged(Guid TicketId, TicketPlace Where, Guid EntryId, Delivery State) : TicketFact(TicketId, Where);

/// <param name="Notify">Whether they are to be told.</param>
public sealed record AssigneeWasAdded(Guid TicketId, TicketPlace Where, Guid PersonId, bool Notify = true) : TicketFact(TicketId, Where);
public sealed record AssigneeWasRemoved(Guid TicketId, TicketPlace Where, Guid PersonId) : TicketFact(TicketId, Where);
public sealed record DepartmentWasAdded(Guid TicketId, TicketPlace Where, Guid DepartmentId) : TicketSightChanged(TicketId, Where);
public sealed record DepartmentWasRemoved(Guid TicketId, TicketPlace Where, Guid DepartmentId) : TicketSightChanged(TicketId, Where);
public sealed record FollowerWasAdded(Guid TicketId, TicketPlace Where, Guid PersonId) : TicketFact(TicketId, Where);
public sealed record FollowerWasRemoved(Guid TicketId, TicketPlace Where, Guid PersonId) : TicketFact(TicketId, Where);
public sealed record RecordWasLinked(Guid TicketId, TicketPlace Where, Guid RecordId) : TicketFact(TicketId, Where);
public sealed record RecordWasUnlinked(Guid TicketId, TicketPlace Where, Guid RecordId) : TicketFact(TicketId, Where);
public sealed record SupplierWasAdded(Guid TicketId, TicketPlace Where, Guid SupplierId) : TicketFact(TicketId, Where);
public sealed record SupplierWasChanged(Guid TicketId, TicketPlace Where, Guid SupplierId) : TicketFact(TicketId, Where);
public sealed record SupplierWasRemoved(Guid TicketId, TicketPlace Where, Guid SupplierId) : TicketFact(TicketId, Where);
public sealed record SupplierWasAsked(Guid TicketId, TicketPlace Where, Guid EntryId, Guid SupplierId) : TicketFact(TicketId, Where);
public sealed record SupplierWrote(Guid TicketId, TicketPlace Where, Guid EntryId, Guid SupplierId) : TicketFact(TicketId, Where);
