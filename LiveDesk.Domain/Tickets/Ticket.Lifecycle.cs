using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    public bool IsOpen => StatusCategory is not (StatusCategory.Resolved or StatusCategory.Closed);

    /// <summary>
    /// By hand to another status: a drag, a menu, a key, a bulk action, the API. All of them come here, so no way around a guard exists.
    /// </summary>
    /// <exception cref="RuleViolation">The move is forbidden or lacks something; the message says what.</exception>
    /// <exception cref="ChangedMeanwhile">The ticket is no longer where the person saw it.</exception>
    public void MoveTo(Actor me, Guid statusId, MoveDetails details, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        details = details with { Resolution = Text.OptionalBody(details.Resolution, "resolution"), HoldReason = Text.OptionalLine(details.HoldReason, "reason") };
        DemandAsSeen(statusId, details);
        CheckResume(details, now);
        var verdict = desk.MayMove(StatusId, statusId, hasResolution: (details.Resolution ?? Resolution?.Text) is not null);
        if (verdict.Answer is MoveAnswer.AlreadyThere) return;
        var to = desk.Status(statusId);
        var call = to.Is(StatusFlags.Escalated) ? details.Escalation?.Checked(desk) : null;
        if (verdict.Answer is MoveAnswer.NeedsHoldReason && details.HoldReason is not null) verdict = MoveVerdict.Allowed;
        if (verdict.Answer is MoveAnswer.NeedsEscalation && (call is not null || Escalation is not null)) verdict = MoveVerdict.Allowed;
        if (verdict.Answer is not MoveAnswer.Allowed) throw new RuleViolation(verdict.Reason!, FieldOf(verdict.Answer));
        var brought = FieldsWith(details, to, desk);
        foreach (var (field, value) in brought) Write(field, value, me, now);
        if (call is not null) Call(call, me, now);
        Enter(to, details, null, desk, me, now);
    }

    /// <summary>What somebody writes and where the ticket goes with it, both or neither. The move is made from where the workflow's answer to the words took it.</summary>
    /// <exception cref="RuleViolation">As <see cref="MoveTo"/> says.</exception>
    /// <exception cref="ChangedMeanwhile">The ticket is no longer where its writer saw it.</exception>
    public Entry WriteAndMoveTo(Actor me, Func<Entry> write, Guid statusId, MoveDetails details, Desk desk, DateTimeOffset now)
    {
        DemandAsSeen(statusId, details);
        var entry = write();
        // Held by the workflow already: the writer's reason and day are what is meant.
        if (StatusId == statusId && OnHold is not null && details.HoldReason is { } reason) PutOnHold(me, reason, details.ResumeAt, desk, now);
        else MoveTo(me, statusId, details with { SeenStatusId = null }, desk, now);
        return entry;
    }

    /// <summary>Both moved it to the same status: agreed, unless the words of one would be lost.</summary>
    private void DemandAsSeen(Guid wanted, MoveDetails details)
    {
        if (details.SeenStatusId is not { } seen || seen == StatusId) return;
        ChangedMeanwhile.Check(TicketField.Status, new Seen<Guid>(seen), StatusId, wanted);
        var hasOtherWords = (details.Resolution is { } text && text != Resolution?.Text) || (details.HoldReason is { } why && why != OnHold?.Reason) || details.Escalation?.IsSameAs(Escalation) is false;
        if (hasOtherWords) throw new ChangedMeanwhile(TicketField.Status, StatusId);
    }

    private static string FieldOf(MoveAnswer missing) => missing switch
    {
        MoveAnswer.NeedsResolution => "resolution",
        MoveAnswer.NeedsHoldReason => "reason",
        MoveAnswer.NeedsEscalation => "to",
        _ => "status",
    };

    /// <summary>
    /// Undoes a move that a person made: the ticket goes back to where it stood, also to a status that nobody chooses, for it stood there by
    /// right; with what it had there.
    /// </summary>
    /// <param name="movedTo">Where the move took it.</param>
    /// <exception cref="ChangedMeanwhile">Somebody moved it since.</exception>
    public void TakeBack(Actor me, Guid movedTo, BulkBefore before, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        var to = desk.Status(before.Id ?? throw new ArgumentException("A ticket always stood somewhere.", nameof(before)));
        ChangedMeanwhile.Check(TicketField.Status, new Seen<Guid>(movedTo), StatusId, to.Id);
        if (StatusId == to.Id) return;
        if (!to.Enabled) throw new RuleViolation($"“{to.Name}” is switched off on this desk.", "status");
        if (to.Is(StatusFlags.RequiresResolution) && before.Resolution is null) throw new RuleViolation("A resolved ticket needs its resolution written down first.", "resolution");
        if (to.Is(StatusFlags.Escalated) && before.Escalation is null) throw new RuleViolation("Nobody is known any more to whom this ticket was escalated. Escalate it anew.", "to");
        if (!HasWhatItTakes(to, desk)) throw new RuleViolation("A field that a resolved ticket needs is empty. Fill it in first.", "resolution");
        Enter(to, new MoveDetails(HoldReason: before.HoldReason, ResumeAt: before.ResumeAt > now ? before.ResumeAt : null), null, desk, me, now);
        if (!IsOpen) (Resolution, ResolvedAt) = (before.Resolution, before.ResolvedAt ?? ResolvedAt);
        Escalation ??= before.Escalation;
        Settle(desk, now);
    }

    /// <summary>Done. Goes where the desk's workflow sends a resolved ticket.</summary>
    /// <param name="fields">As <see cref="MoveDetails.Fields"/>.</param>
    public void Resolve(Actor me, string? resolution, Desk desk, DateTimeOffset now, Seen<Guid>? seen = null, IReadOnlyDictionary<Guid, string>? fields = null) =>
        MoveTo(me, Target(TicketEvent.Resolved, desk).Id, new MoveDetails(Resolution: resolution, SeenStatusId: seen?.Value, Fields: fields), desk, now);

    public void Close(Actor me, Desk desk, DateTimeOffset now, Seen<Guid>? seen = null) =>
        MoveTo(me, Target(TicketEvent.Closed, desk).Id, new MoveDetails(SeenStatusId: seen?.Value), desk, now);

    public void Reopen(Actor me, Desk desk, DateTimeOffset now)
    {
        if (IsOpen) throw new RuleViolation("This ticket is open already.");
        MoveTo(me, Target(TicketEvent.Reopened, desk).Id, new MoveDetails(), desk, now);
    }

    /// <summary>On a ticket that is held already: another reason, another day.</summary>
    public void PutOnHold(Actor me, string reason, DateTimeOffset? resumeAt, Desk desk, DateTimeOffset now, Seen<Guid>? seen = null)
    {
        var details = new MoveDetails(HoldReason: Text.Line(reason, "reason"), ResumeAt: resumeAt, SeenStatusId: seen?.Value);
        DemandAsSeen(StatusId, details);
        if (OnHold is null) MoveTo(me, Target(TicketEvent.Held, desk).Id, details, desk, now);
        else HoldAnew(me, details, desk, now);
    }

    private void HoldAnew(Actor me, MoveDetails details, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        CheckResume(details, now);
        Version++;
        BeHeld(details, me, now);
        Settle(desk, now);
    }

    private static void CheckResume(MoveDetails details, DateTimeOffset now)
    {
        if (details.ResumeAt <= now) throw new RuleViolation("The day to resume lies in the past. Choose a later one.", "resumeAt");
    }

    public void Resume(Actor me, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        if (OnHold is null) throw new RuleViolation("This ticket is not on hold.");
        Enter(Target(TicketEvent.Resumed, desk), new MoveDetails(), TicketEvent.Resumed, desk, me, now);
    }

    /// <summary>The customer, or somebody for them, says that it is indeed done.</summary>
    public void Confirm(Actor by, Desk desk, DateTimeOffset now)
    {
        if (by.Kind is not ActorKind.Customer) by.Demand(Right.WorkTickets);
        DemandReachable();
        if (StatusCategory is not StatusCategory.Resolved) throw new RuleViolation("Only a resolved ticket can be confirmed.");
        Enter(Target(TicketEvent.Confirmed, desk), new MoveDetails(), TicketEvent.Confirmed, desk, by, now);
    }

    public void Acknowledge(Actor me, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        if (Acknowledged is not null) return;
        Acknowledged = new Acknowledgement(me.Id, now);
        Decided(new TicketWasAcknowledged(Id, Place), me, now);
        Meet(TicketEvent.Acknowledged, desk, me, now);
        Settle(desk, now);
    }

    /// <summary>A timer or the system itself reports an event (silence elapsed, chat ended); the workflow answers it.</summary>
    public void Report(TicketEvent what, Desk desk, DateTimeOffset now)
    {
        if (what is not (TicketEvent.SilenceElapsed or TicketEvent.ResolvedElapsed or TicketEvent.ChatEnded or TicketEvent.MasterChanged)) throw new ArgumentOutOfRangeException(nameof(what), what, "Only what no person does is reported.");
        if (Merged is null && Aside is null) Meet(what, desk, Actor.System, now);
    }

    /// <summary>The workflow answers an event, in the same save as what caused it.</summary>
    private void Meet(TicketEvent what, Desk desk, Actor by, DateTimeOffset now)
    {
        if (desk.After(what, StatusCategory) is { } next && next.Id != StatusId && MayFollow(next, desk))
            Enter(next, new MoveDetails(), what, desk, by, now);
    }

    /// <summary>No event leads around the written resolution, nor around whom an escalation names, nor around the fields that a resolved ticket needs.</summary>
    private bool MayFollow(Status next, Desk desk) =>
        (next.Category is not StatusCategory.Resolved || Resolution is not null || desk.AsksResolution(next) is not ResolutionText.Required) && (!next.Is(StatusFlags.Escalated) || Escalation is not null) && HasWhatItTakes(next, desk);

    private Status Target(TicketEvent what, Desk desk) =>
        desk.After(what, StatusCategory) ?? throw new RuleViolation("This desk's workflow has no status for that. Choose a status from the list.", "status");

    /// <summary>The one place where a status is entered, and everything that follows from it.</summary>
    /// <param name="clocksAt">From when on its clocks go as they do there; null: from now on.</param>
    private void Enter(Status next, MoveDetails details, TicketEvent? because, Desk desk, Actor by, DateTimeOffset now, DateTimeOffset? clocksAt = null)
    {
        if (next.DeskId != DeskId) throw new ArgumentException($"Status {next.Id} is not of desk {DeskId}.", nameof(next));
        var (from, wasOpen, wasHeld) = (StatusId, IsOpen, OnHold is not null);
        (StatusId, StatusCategory) = (next.Id, next.Category);
        Decided(new TicketWasMoved(Id, Place, from, next.Id, because, FollowerCount > 0, TellsChildren: desk.Rules.Any(r => r.On is TicketEvent.MasterChanged)), by, now);
        if (!wasOpen && next.IsOpen) ComeBack(by, now);
        if (!next.IsOpen && details.Resolution is { } text) WriteDown(text, by, now);
        if (wasOpen && !next.IsOpen) Finish(by, now);
        if (Escalation is not null && EndsEscalation(desk.Status(from), next, because)) BeEscalatedNoMore(by, now);
        if (next.Category is StatusCategory.Closed) HoldBackScheduled(HeldBackWhy.Closed, by, now);
        // From one hold into another, without words: its reason and its day stay.
        if (next.Category is StatusCategory.OnHold && !(wasHeld && details.HoldReason is null)) BeHeld(details, by, now);
        else if (wasHeld && next.Category is not StatusCategory.OnHold) BeResumed(by, now);
        Settle(desk, clocksAt ?? now);
    }

    /// <summary>The resolution stands on the ticket until it comes back, and in the thread for ever.</summary>
    private void WriteDown(string text, Actor by, DateTimeOffset now)
    {
        Resolution = new Resolution(text, by.Id, now);
        Append(EntryKind.System, by, new NewEntry(text), now);
    }

    private void Finish(Actor by, DateTimeOffset now)
    {
        ResolvedAt = now;
        Record(new TicketWasResolved(Id, Place), by, now);
    }

    private void ComeBack(Actor by, DateTimeOffset now)
    {
        (Resolution, ResolvedAt) = (null, null);
        Record(new TicketWasReopened(Id, Place), by, now);
    }

    private void BeHeld(MoveDetails details, Actor by, DateTimeOffset now)
    {
        OnHold = new Hold(details.HoldReason ?? "On hold", by.Id, now, details.ResumeAt);
        Record(new TicketWasHeld(Id, Place), by, now);
    }

    private void BeResumed(Actor by, DateTimeOffset now)
    {
        OnHold = null;
        Record(new TicketWasResumed(Id, Place), by, now);
    }

    private void Decided(TicketFact fact, Actor by, DateTimeOffset now, string? before = null)
    {
        Version++;
        if (LastActivityAt < now) LastActivityAt = now;
        Record(fact, by, now, before);
    }
}
