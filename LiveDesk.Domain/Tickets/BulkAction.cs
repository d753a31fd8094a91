using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary><see cref="Reply"/> is the answer to a master that goes to its children too; it cannot be undone.</summary>
public enum BulkKind { Status, Assignee, Priority, Department, Category, Type, AddTag, RemoveTag, Trash, Merge, Reply }

/// <summary>One change for many tickets.</summary>
/// <param name="Id">Of the status, person, department, category, type or tag; null: nobody, none. Of the ticket that stays; of the master that is answered.</param>
/// <param name="Fields">Of tickets that end: for the fields that are needed and empty.</param>
/// <param name="Text">Of a reply, with the variables that each ticket fills in for itself.</param>
/// <param name="EntryId">The master's own entry: what is made of it on a child is made once.</param>
/// <param name="Notify">Whether a new assignee is told of it.</param>
/// <param name="Reason">Of a hold, or for lowering what a customer called most urgent.</param>
public sealed record BulkChange(BulkKind Kind, Guid? Id = null, Priority? Priority = null, string? Resolution = null, string? Reason = null, bool IsSpam = false, IReadOnlyDictionary<Guid, string>? Fields = null, string? Text = null, Guid? EntryId = null, bool Notify = true)
{
    /// <summary>Into a status for escalated tickets.</summary>
    public NewEscalation? Escalation { get; init; }
    /// <summary>Of masters that end: their open children end with them.</summary>
    public bool WithChildren { get; init; }

    /// <exception cref="RuleViolation">No ticket of the desk could take it; the message says why.</exception>
    public BulkChange Checked(Desk desk)
    {
        var clean = this with { Resolution = Domain.Text.OptionalBody(Resolution, "resolution"), Reason = Domain.Text.OptionalLine(Reason, "reason") };
        switch (Kind)
        {
            case BulkKind.Status: clean = clean.FitFor(desk.Status(Id ?? throw new RuleViolation("To which status? Choose one.", "status")), desk); break;
            case BulkKind.Department: desk.Department(Id ?? throw new RuleViolation("To which department? Choose one.", "department")); break;
            case BulkKind.Merge when Id is null: throw new RuleViolation("Into which ticket? Give its number.", "into");
            case BulkKind.Reply when Text is null || Id is null || EntryId is null: throw new RuleViolation("A reply to all children is sent with the master's own.", "text");
            case BulkKind.Category when Id is { } category && desk.Categories.All(c => c.Id != category): throw new RuleViolation("This category does not belong to the desk.", "category");
            case BulkKind.Type when Id is { } type && desk.Types.All(t => t.Id != type): throw new RuleViolation("This type does not belong to the desk.", "type");
            case BulkKind.AddTag or BulkKind.RemoveTag when Id is not { } tag || desk.StandingTag(tag) is null: throw new RuleViolation("Which tag? Choose one of the desk's.", "tag");
            case BulkKind.Priority when Priority is not { } priority || !Enum.IsDefined(priority): throw new RuleViolation("There are four priorities, 1 to 4.", "priority");
        }
        return clean;
    }

    private BulkChange FitFor(Status to, Desk desk)
    {
        if (!to.Enabled) throw new RuleViolation($"“{to.Name}” is switched off on this desk.", "status");
        if (to.Is(StatusFlags.SystemOnly)) throw new RuleViolation($"“{to.Name}” is set by itself, when somebody writes. It cannot be chosen.", "status");
        if (desk.AsksResolution(to) is ResolutionText.Required && Resolution is null) throw new RuleViolation("A resolved ticket needs its resolution written down first.", "resolution");
        if (to.Category is StatusCategory.OnHold && Reason is null) throw new RuleViolation("A ticket on hold needs a reason.", "reason");
        return this with { WithChildren = WithChildren && !to.IsOpen, Escalation = to.Is(StatusFlags.Escalated) ? (Escalation ?? new NewEscalation("", null, null)).Checked(desk) : null };
    }
}

/// <summary>What a ticket was before a bulk action, as far as it changes that.</summary>
/// <param name="Id">Of the status, person, department, category or type; the tag, where the ticket had it.</param>
public sealed record BulkBefore(Guid? Id, Priority? Priority = null, string? HoldReason = null, DateTimeOffset? ResumeAt = null)
{
    public PrioritySource PrioritySource { get; init; }
    public Resolution? Resolution { get; init; }
    /// <summary>UTC; null: it was open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }
    public Escalation? Escalation { get; init; }
}

public enum BulkState { Waiting, Done, Refused }

/// <summary>One ticket of a bulk action.</summary>
public sealed class BulkItem
{
    private BulkItem() { }

    internal BulkItem(Guid bulkId, Guid ticketId, BulkBefore before) => (BulkId, TicketId, Before) = (bulkId, ticketId, before);

    public Guid BulkId { get; private set; }
    public Guid TicketId { get; private set; }
    public BulkBefore Before { get; private set; } = new(null);
    public BulkState State { get; private set; }
    /// <summary>Why it was refused.</summary>
    public string? Why { get; private set; }

    /// <param name="why">Why it was refused; null when it was done.</param>
    public void Went(string? why) => (State, Why) = (why is null ? BulkState.Done : BulkState.Refused, why is null ? null : Text.Shortened(why, 500));
}

/// <summary>
/// One person changes many tickets at once. The tickets are rows, each with what it was before: what was done and what was not is known
/// after a restart too, and can be undone. Each change goes through the guards of its ticket; this only keeps the books.
/// </summary>
public sealed class BulkAction : Aggregate
{
    public const int Most = 10_000;
    /// <summary>So long it can be undone.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromHours(1);

    private readonly List<BulkItem> _items = [];

    private BulkAction() { }

    public static BulkAction Start(Actor me, Guid deskId, BulkChange change, IReadOnlyCollection<(Guid TicketId, BulkBefore Before)> tickets, DateTimeOffset now, Guid? undoes = null)
    {
        me.Demand(Right.WorkTickets);
        if (me.Id is not { } person) throw new RuleViolation("Only a person changes many tickets at once.");
        if (tickets.Count == 0) throw new RuleViolation("No ticket is chosen. Tick at least one.");
        if (tickets.Count > Most) throw new RuleViolation($"These are more than {Most:N0} tickets. Narrow the list and do it in parts.");
        var bulk = new BulkAction { Id = Ids.New(now), PersonId = person, DeskId = deskId, Change = change, Undoes = undoes, Total = tickets.Count, StartedAt = now };
        bulk._items.AddRange(tickets.Select(t => new BulkItem(bulk.Id, t.TicketId, t.Before)));
        bulk.Record(new BulkActionWasStarted(bulk.Id, person), me, now);
        return bulk;
    }

    public Guid Id { get; private set; }
    public Guid PersonId { get; private set; }
    public Guid DeskId { get; private set; }
    public BulkChange Change { get; private set; } = new(BulkKind.Status);
    /// <summary>The action that this one undoes.</summary>
    public Guid? Undoes { get; private set; }
    public int Total { get; private set; }
    public int Done { get; private set; }
    public int Refused { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public bool IsCancelled { get; private set; }
    public bool IsUndone { get; private set; }
    public int Version { get; private set; }
    /// <summary>Those loaded or added in this operation.</summary>
    public IReadOnlyList<BulkItem> Items => _items;

    /// <summary>Some of its tickets were tried.</summary>
    public void WentOn(IReadOnlyCollection<BulkItem> tried, DateTimeOffset now)
    {
        Version++;
        Done += tried.Count(i => i.State is BulkState.Done);
        Refused += tried.Count(i => i.State is BulkState.Refused);
        if (Done + Refused >= Total) EndedAt ??= now;
        Record(new BulkActionWentOn(Id, PersonId), Actor.System, now);
    }

    /// <summary>What was done stays done; the rest is left alone.</summary>
    public void Cancel(Actor me, DateTimeOffset now)
    {
        if (EndedAt is not null) return;
        Version++;
        (IsCancelled, EndedAt) = (true, now);
        Record(new BulkActionWentOn(Id, PersonId), me, now);
    }

    /// <summary>It is being undone, by another action: once.</summary>
    public void WasUndone(Actor me, DateTimeOffset now)
    {
        if (EndedAt is null) throw new RuleViolation("This still goes on. Cancel it first.");
        if (IsUndone || Undoes is not null) throw new RuleViolation("This was undone already.");
        if (Change.Kind is BulkKind.Reply) throw new RuleViolation("What was sent to customers cannot be taken back.");
        if (now - StartedAt > UndoWindow) throw new RuleViolation("This is too long ago to be undone at once. Change the tickets as they are now.");
        Version++;
        IsUndone = true;
        Record(new BulkActionWentOn(Id, PersonId), me, now);
    }
}

public sealed record BulkActionWasStarted(Guid BulkId, Guid PersonId) : Fact { public override FactSubject Subject => new(SubjectKind.Bulk, BulkId); }
public sealed record BulkActionWentOn(Guid BulkId, Guid PersonId) : Fact { public override FactSubject Subject => new(SubjectKind.Bulk, BulkId); }
