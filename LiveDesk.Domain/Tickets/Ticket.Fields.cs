using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>Gives the ticket to somebody, or with null back to the queue. The caller has checked that the person belongs to the desk.</summary>
    /// <param name="notify">Whether that person is to be told.</param>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void Assign(Actor me, Guid? personId, Desk desk, DateTimeOffset now, Seen<Guid?>? seen = null, bool notify = true)
    {
        DemandPerson(me);
        DemandReachable();
        ChangedMeanwhile.Check(TicketField.Assignee, seen, OwnerId, personId);
        if (OwnerId == personId) return;
        var from = OwnerId;
        OwnerId = personId;
        // Whoever answers for it is not also one of the others.
        _assignees.RemoveAll(a => a.PersonId == personId);
        Decided(new TicketWasAssigned(Id, Place, from, personId, notify), me, now);
        Meet(personId is null ? TicketEvent.Unassigned : TicketEvent.Assigned, desk, me, now);
    }

    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void MoveToDepartment(Actor me, Guid departmentId, Desk desk, DateTimeOffset now, Seen<Guid>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        var to = desk.Department(departmentId).Id;
        ChangedMeanwhile.Check(TicketField.Department, seen, DepartmentId, to);
        if (DepartmentId == to) return;
        var (from, before) = (DepartmentId, Place);
        DepartmentId = to;
        _extraDepartments.RemoveAll(d => d.DepartmentId == to);
        var bothPlaces = new TicketPlace(DeskId, before.Departments.Union(Place.Departments).ToList());
        Decided(new TicketChangedDepartment(Id, bothPlaces, from, to), me, now);
        Settle(desk, now);
    }

    /// <summary>
    /// The choice of a person, or of a rule that a person wrote. Lowering what the customer called most urgent takes a person and a
    /// reason. A reason is kept in the thread, as a note.
    /// </summary>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void Prioritise(Actor me, Priority priority, string? reason, Desk desk, DateTimeOffset now, Seen<Priority>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        if (!Enum.IsDefined(priority)) throw new RuleViolation("There are four priorities, 1 to 4.", "priority");
        ChangedMeanwhile.Check(TicketField.Priority, seen, Priority, priority);
        if (priority == Priority) return;
        var why = Text.OptionalBody(reason, "reason");
        if (IsCustomersTop(Priority, PrioritySource)) DemandToLowerCustomersTop(me, why);
        BecomePriority(priority, SourceOf(me), desk, me, now);
        if (why is not null) Record(new NoteWasLeft(Id, Place, Append(EntryKind.Note, me, new NewEntry(why), now).Id), me, now);
    }

    /// <summary>Undoes a change that a person made: as urgent as it was, and by whose will it was so.</summary>
    /// <param name="set">What the change made of it.</param>
    /// <exception cref="ChangedMeanwhile">Somebody else prioritised it since.</exception>
    public void TakeBackPriority(Actor me, Priority set, BulkBefore before, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var was = before.Priority ?? throw new ArgumentException("A ticket always had a priority.", nameof(before));
        ChangedMeanwhile.Check(TicketField.Priority, new Seen<Priority>(set), Priority, was);
        if (was != Priority) BecomePriority(was, before.PrioritySource, desk, me, now);
    }

    /// <summary>The customer themselves called it most urgent: lowering it needs a reason.</summary>
    public static bool IsCustomersTop(Priority priority, PrioritySource source) => source is PrioritySource.Customer && priority is Priority.Urgent;

    private static void DemandToLowerCustomersTop(Actor me, string? why)
    {
        if (me.Kind is not ActorKind.Agent) throw new RuleViolation("The customer called this most urgent. Only a person lowers it.", "priority");
        if (why is null) throw new RuleViolation(HandOver.CustomersTop, "reason");
    }

    /// <summary>A policy (VIP, spike, alarm) may raise Low or Medium to High, and nothing else.</summary>
    public void RaiseByPolicy(Actor rule, Desk desk, DateTimeOffset now)
    {
        if (rule.Kind is not (ActorKind.Rule or ActorKind.System)) throw new RuleViolation("Only a policy raises by policy.");
        if (Merged is not null || Aside is not null) return;
        if (Priority is Priority.Low or Priority.Medium) BecomePriority(Priority.High, PrioritySource.Policy, desk, rule, now);
    }

    /// <summary>All that the assistant may say about the priority.</summary>
    public void SuggestPriority(Actor assistant, Priority value, string reason, DateTimeOffset now)
    {
        if (assistant.Kind is not ActorKind.Assistant) throw new RuleViolation("Suggestions are the assistant's. A person simply chooses the priority.");
        DemandReachable();
        if (!Enum.IsDefined(value)) throw new RuleViolation("There are four priorities, 1 to 4.", "priority");
        SuggestedPriority = new SuggestedPriority(value, Text.Line(reason, "reason"));
        Record(new PriorityWasSuggested(Id, Place, value), assistant, now);
    }

    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void Categorise(Actor me, Guid? categoryId, Desk desk, DateTimeOffset now, Seen<Guid?>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        if (categoryId is { } c && c != CategoryId) desk.Offered(c);
        ChangedMeanwhile.Check(TicketField.Category, seen, CategoryId, categoryId);
        if (CategoryId == categoryId) return;
        var from = CategoryId;
        CategoryId = categoryId;
        Decided(new TicketWasCategorised(Id, Place, from, categoryId), me, now);
        Settle(desk, now);
    }

    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void ChooseType(Actor me, Guid? typeId, Desk desk, DateTimeOffset now, Seen<Guid?>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        if (typeId is { } t && t != TypeId) desk.OfferedType(t);
        ChangedMeanwhile.Check(TicketField.Type, seen, TypeId, typeId);
        if (TypeId == typeId) return;
        var from = TypeId;
        TypeId = typeId;
        Decided(new TicketTypeWasChosen(Id, Place, from, typeId), me, now);
        Settle(desk, now);
    }

    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void Rename(Actor me, string subject, DateTimeOffset now, Seen<string>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        var line = Text.Line(subject, "subject");
        ChangedMeanwhile.Check(TicketField.Subject, seen, Subject, line);
        if (line == Subject) return;
        var before = Subject;
        Subject = line;
        Decided(new TicketWasRenamed(Id, Place), me, now, before);
    }

    public void LinkTo(Actor me, Ticket other, LinkKind kind, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (!Enum.IsDefined(kind) || kind is LinkKind.MergedFrom) throw new RuleViolation("Merging makes this link by itself. Choose another kind.", "kind");
        if (other.Id == Id) throw new RuleViolation("A ticket cannot be linked to itself.");
        if (_links.Exists(l => l.OtherId == other.Id && l.Kind == kind)) return;
        _links.Add(new TicketLink(Id, other.Id, kind, now));
        Decided(new TicketWasLinked(Id, Place, other.Id, kind), me, now);
    }

    /// <summary>Only what a person linked: that a ticket follows from another one, or holds it, stays true.</summary>
    public void Unlink(Actor me, Guid otherId, LinkKind kind, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (kind is not (LinkKind.Related or LinkKind.Duplicate or LinkKind.Child)) throw new RuleViolation("This link tells where the ticket comes from. It stays.", "kind");
        if (_links.RemoveAll(l => l.OtherId == otherId && l.Kind == kind) > 0) Decided(new TicketWasUnlinked(Id, Place, otherId, kind), me, now);
    }

    /// <summary>How long it can be brought back from the trash. Then it is deleted for good.</summary>
    public static readonly TimeSpan TrashKeeps = TimeSpan.FromDays(30);

    public void PutAside(Actor me, bool isSpam, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        if (Merged is not null) throw new RuleViolation("This ticket was merged into another; its number has to lead there.");
        if (Aside is null) SetItAside(me, isSpam, desk, now);
    }

    /// <summary>It came from somebody whose messages are spam here: nobody is told of it, no clock runs.</summary>
    public void ArriveAsSpam(Desk desk, DateTimeOffset now)
    {
        if (Aside is null && Merged is null) SetItAside(Actor.System, isSpam: true, desk, now);
    }

    private void SetItAside(Actor by, bool isSpam, Desk desk, DateTimeOffset now)
    {
        Aside = new SetAside(isSpam, by.Id, now);
        HoldBackAll(HeldBackWhy.SetAside, by, now);
        Decided(new TicketWasSetAside(Id, Place, isSpam), by, now);
        Settle(desk, now);
    }

    /// <summary>It was in the trash for long enough; nothing of it will be left.</summary>
    /// <param name="aside">Its own, or that of the ticket that it was merged into.</param>
    public void WasDeleted(SetAside aside, DateTimeOffset now) => Record(new TicketWasDeleted(Id, Place, Number, aside.By, aside.At), Actor.System, now);

    public void BringBack(Actor me, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        if (Aside is null) return;
        Aside = null;
        Decided(new TicketWasBroughtBack(Id, Place), me, now);
        Settle(desk, now);
    }

    private void TakeInitialPriority(Priority? wanted, Desk desk, Actor by)
    {
        if (wanted is not { } priority) return;
        if (!Enum.IsDefined(priority)) throw new RuleViolation("There are four priorities, 1 to 4.", "priority");
        if (by.Kind is ActorKind.Customer) RequestedPriority = priority;
        if (by.Kind is ActorKind.Customer && !desk.Settings.CustomerPicksPriority) return;
        (Priority, PrioritySource) = (priority, SourceOf(by));
    }

    private static PrioritySource SourceOf(Actor by) => by.Kind switch
    {
        ActorKind.Customer => PrioritySource.Customer,
        ActorKind.Agent => PrioritySource.Agent,
        _ => PrioritySource.Rule,
    };

    private void BecomePriority(Priority priority, PrioritySource source, Desk desk, Actor by, DateTimeOffset now)
    {
        var from = Priority;
        (Priority, PrioritySource) = (priority, source);
        Decided(new TicketWasPrioritised(Id, Place, from, priority, source), by, now);
        Settle(desk, now);
    }

    /// <summary>Priority, status, assignee and department are for people and the rules they wrote, never for the assistant.</summary>
    private static void DemandPerson(Actor me) => me.Demand(Right.WorkTickets);
}
