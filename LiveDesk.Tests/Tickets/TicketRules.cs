using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>All that a ticket is at one moment.</summary>
internal sealed record TicketState
{
    public TicketState(Ticket t)
    {
        Decided = new(t.StatusId, t.StatusCategory, t.Priority, t.PrioritySource, t.OwnerId, t.DepartmentId, t.CategoryId, t.TypeId, t.Subject, t.Resolution, t.OnHold, t.Acknowledged, t.Escalation, t.Merged, t.Aside, t.Links.Count,
            (t.FollowUpAt, t.FollowUpTold, t.ActionRequiredAt, t.ActionRequiredTold, string.Join('|', t.Todos.OrderBy(d => d.Order).Select(d => (d.Id, d.Text, d.LateAt, d.Done, d.IsTold)))),
            string.Join(' ', t.Tags.Select(x => x.TagId)), string.Join('|', t.FieldValues), Related(t));
        Outgoing = string.Join('|', t.Outgoing.Select(r => (r.Id, r.SendAt, r.HeldBack?.Why)));
        Times = string.Join('|', t.TimeEntries.Select(e => (e.Id, e.Minutes, e.IsCurrent)));
        Entries = [.. t.Entries.Select(e => new EntryState(e.Id, e.Kind, e.Body, e.Authors, e.At))];
        Clocks = System.Text.Json.JsonSerializer.Serialize(t.Clocks);
        (Number, Version, LastActivityAt, Requested, Suggested, NextTimerAt) = (t.Number, t.Version, t.LastActivityAt, t.RequestedPriority, t.SuggestedPriority, t.NextTimerAt);
    }

    private static string Related(Ticket t) => string.Join(' ', t.Assignees.Select(a => a.PersonId).Concat(t.ExtraDepartments.Select(d => d.DepartmentId)).Concat(t.Followers.Select(f => f.PersonId)).Concat(t.Records.Select(r => r.RecordId)).Concat(t.Suppliers.Select(s => s.OrganisationId))) + $" {t.Customer} {string.Join(' ', t.Cc)} {string.Join('|', t.Suppliers.Select(s => (s.DueAt, s.IsTold)))}";

    public Decisions Decided { get; }
    public IReadOnlyList<EntryState> Entries { get; }
    public long Number { get; }
    public int Version { get; }
    public DateTimeOffset LastActivityAt { get; }
    public Priority? Requested { get; }
    public SuggestedPriority? Suggested { get; }
    public DateTimeOffset? NextTimerAt { get; }
    public string Clocks { get; }
    public string Times { get; }
    public string Outgoing { get; }

    public bool Same(TicketState other) => Decided == other.Decided && Entries.SequenceEqual(other.Entries) && Suggested == other.Suggested && Version == other.Version && Clocks == other.Clocks && Times == other.Times && Outgoing == other.Outgoing;

    internal sealed record Decisions(Guid Status, StatusCategory Category, Priority Priority, PrioritySource Source, Guid? Owner, Guid Department, Guid? CategoryId, Guid? TypeId, string Subject,
        Resolution? Resolution, Hold? Hold, Acknowledgement? Acknowledged, Escalation? Escalation, Merge? Merged, SetAside? Aside, int Links, (DateTimeOffset?, bool, DateTimeOffset?, bool, string) ToCome, string Tags, string Fields, string Related);

    internal sealed record EntryState(Guid Id, EntryKind Kind, string Body, IReadOnlyList<Author> Authors, DateTimeOffset At);
}

/// <summary>The rules of TICKETS.md, asked after one attempt.</summary>
/// <param name="now">When it was tried.</param>
internal sealed class TicketRules(Desk desk, TicketState before, Ticket ticket, Attempt attempt, DateTimeOffset now)
{
    private readonly TicketState _after = new(ticket);
    private readonly Status _status = desk.Status(ticket.StatusId);

    public void Check()
    {
        Hold(_status.Category == ticket.StatusCategory, "the category follows the status");
        Hold(_status.Enabled, "a status that is switched off is never entered");
        Hold(ticket.Number == before.Number && ticket.RequestedPriority == before.Requested, "the number and what the customer asked for stay");
        Hold(ticket.LastActivityAt >= before.LastActivityAt, "activity only goes forward");
        RefusedMeansUntouched();
        EntriesAreAppendOnly();
        ResolutionAndHoldFitTheStatus();
        EscalatedNamesSomebody();
        SystemOnlyIsNeverChosen();
        OnlyPeopleAndTheirRulesDecide();
        PublicEntriesHaveAPerson();
        PriorityIsProtected();
        MergedAndAsideRest();
        ChangesAreRecorded();
        OnlyWhatTheDeskAllows();
        TheTimerFits();
        TheClocksFit();
        WhatIsToComeFits();
        WhatIsSentLaterFits();
    }

    private void WhatIsSentLaterFits()
    {
        var timed = ticket.Outgoing.Where(r => r.SendAt is not null).ToList();
        Hold(ticket.NextSendAt == timed.Select(r => r.SendAt).Append(ticket.SilenceReminderAt(desk)).Min(), "the moment that is stored is the first at which a reply is to be sent");
        Hold(ticket.Merged is null || ticket.Outgoing.Count == 0, "nothing waits on a ticket that was merged away");
        Hold(timed.Count == 0 || ticket.Aside is null, "nothing is sent from the trash");
        Hold(ticket.StatusCategory is not StatusCategory.Closed || !timed.Exists(r => r.IsScheduled), "a close holds back what was to be sent later");
        Hold(!ticket.FactsOf<CustomerWrote>().Any() || !timed.Exists(r => r.IsScheduled), "a customer's message holds back what was to be sent later");
        Hold(ticket.Outgoing.All(r => r.SendAt is null == r.HeldBack is not null), "what is not sent by itself says why");
    }

    private void WhatIsToComeFits()
    {
        Hold((ticket.TodoCount, ticket.TodosDone) == (ticket.Todos.Count, ticket.Todos.Count(t => t.Done is not null)), "to-dos are counted as they are");
        Hold(ticket.NextReminderAt is null || (ticket.IsOpen && ticket.Aside is null), "nobody is reminded of what is done or in the trash");
        DateTimeOffset?[] untold = [ticket.FollowUpTold ? null : ticket.FollowUpAt, ticket.ActionRequiredTold ? null : ticket.ActionRequiredAt, .. ticket.Todos.Where(t => t is { Done: null, IsTold: false, AssigneeId: not null }).Select(t => t.LateAt), .. ticket.Suppliers.Where(s => !s.IsTold).Select(s => s.DueAt)];
        if (ticket.IsOpen && ticket.Aside is null) Hold(ticket.NextReminderAt == untold.Min(), "the reminder that is stored is the first that a date, a to-do or a supplier asks for");
        if (attempt.Verb is "Plan") Hold(_after.Decided.Status == before.Decided.Status, "dates, to-dos and time never change the status");
        if (attempt.Verb is "LetTimePass" && attempt.Refusal is null) Hold(ticket.FactsOf<TicketDateFellDue>().All(f => f.DueAt <= now), "nobody is reminded before the moment");
        Hold(ticket.TimeEntries.GroupBy(e => e.OriginId).All(g => g.Count(e => e.IsCurrent) == 1 && g.Single(e => e.IsCurrent).Revision == g.Count()), "of each time one version counts, the last, and all are there");
        Hold(before.Times.Length == 0 || ticket.TimeEntries.Count >= before.Times.Split('|').Length, "no time is erased");
        Hold(ticket.TimeEntries.All(e => e.Minutes is >= 0 and <= 1440), "time is never below nothing and never above a day");
    }

    private void OnlyWhatTheDeskAllows()
    {
        Hold(desk.Settings.SeveralAssignees || ticket.Assignees.Count == 0, "one person, unless the desk allows several");
        Hold(desk.Settings.SeveralDepartments || ticket.ExtraDepartments.Count == 0, "one department, unless the desk allows several");
        Hold(desk.Settings.Suppliers || ticket.Suppliers.Count == 0, "no supplier, unless the desk asks them");
        Hold(ticket.Assignees.All(a => a.PersonId != ticket.OwnerId) && ticket.ExtraDepartments.All(d => d.DepartmentId != ticket.DepartmentId), "nobody has it twice");
        Hold(ticket.Place.Departments.Distinct().Count() == ticket.ExtraDepartments.Count + 1, "a department counts once");
    }

    private void TheTimerFits()
    {
        Hold(ticket.NextTimerAt == ticket.NextTimer(desk)?.At, "the timer that is stored is the one that the ticket's state asks for");
        Hold(ticket.NextTimerAt is null || (ticket.Merged is null && ticket.Aside is null && ticket.StatusCategory is not (StatusCategory.New or StatusCategory.Active or StatusCategory.Closed)), "time does nothing to a ticket that somebody owes work on, nor to one that is over");
    }

    private void TheClocksFit()
    {
        var clocks = ticket.ClocksIn(desk);
        Hold(clocks.Select(c => c.Kind).Distinct().Count() == clocks.Count, "there is one clock of a kind");
        Hold(clocks.Count == 0 || desk.SlaPolicies.Count > 0, "a desk that promises nothing measures nothing");
        Hold(ticket.NextWarningAt == clocks.Min(c => c.NextWarningAt), "the warning that is stored is the first that a clock asks for");
        Hold((ticket.Merged is null && ticket.Aside is null) || clocks.All(c => c.Finish is not null), "what is merged away or in the trash is not measured");
        foreach (var clock in clocks)
        {
            Hold(clock.Segments.Zip(clock.Segments.Skip(1)).All(p => p.First.To == p.Second.From), "a clock's stretches have no gaps");
            Hold((clock.Finish is null) == (clock.Segments is [.., { To: null }]), "a clock that goes has an open stretch");
            Hold(clock.Finish is not null || ticket.IsOpen, "nothing is measured on a ticket that is done");
        }
        TheResponseIsJudgedOnce(clocks);
        if (ticket.Merged is null && ticket.Aside is null && clocks.FirstOrDefault(c => c.Kind is SlaKind.Resolution) is { } resolution)
            Hold(ticket.IsOpen ? resolution.IsPaused == _status.Is(StatusFlags.PausesResolution) : resolution.Finish is not null, "the resolution runs, rests and ends with the status");
        foreach (var later in new[] { now, now.AddDays(3) })
            Hold(ticket.Sla?.StateAt(later) == SlaMark.Of(clocks, later)?.StateAt(later), "the mark that lists show is what the clocks say, then and as time passes");
    }

    private void TheResponseIsJudgedOnce(IReadOnlyList<SlaClock> clocks)
    {
        if (clocks.FirstOrDefault(c => c.Kind is SlaKind.Response) is not { } response || ticket.FirstAnsweredAt is null) return;
        Hold(response.Finish is not null, "who was answered does not wait for the first answer");
        if (clocks.FirstOrDefault(c => c.Kind is SlaKind.NextResponse) is { Finish: null }) Hold(ticket.LastCustomerMessageAt > ticket.LastAnsweredAt, "the next answer is due only to who wrote after the last one");
    }

    private void RefusedMeansUntouched()
    {
        if (attempt.Refusal is not null) Hold(_after.Same(before) && ticket.Facts.Count == 0, "what is refused changes nothing");
    }

    private void EntriesAreAppendOnly()
    {
        Hold(_after.Entries.Take(before.Entries.Count).SequenceEqual(before.Entries), "entries are append-only");
        Hold(_after.Entries.Zip(_after.Entries.Skip(1)).All(p => p.First.Id.CompareTo(p.Second.Id) < 0), "the order of ids is the order of the thread");
    }

    private void ResolutionAndHoldFitTheStatus()
    {
        if (_status.Category is StatusCategory.Resolved && desk.AsksResolution(_status) is ResolutionText.Required) Hold(!string.IsNullOrWhiteSpace(ticket.Resolution?.Text), "a resolved ticket has its resolution written down where the desk requires it");
        if (ticket.Resolution is { } r) Hold(ticket.Entries.Any(e => e.Body == r.Text), "a resolution stands in the thread too, so that reopening loses nothing");
        Hold(ticket.IsOpen == ticket.ResolvedAt is null, "finished has a time, open has none");
        Hold(!ticket.IsOpen || ticket.Resolution is null, "an open ticket has no resolution");
        Hold((ticket.StatusCategory is StatusCategory.OnHold) == ticket.OnHold is not null, "on hold has its record, and nothing else has");
        if (ticket.OnHold is { } h) Hold(!string.IsNullOrWhiteSpace(h.Reason) && !(h.ResumeAt <= h.At), "a hold has a reason and ends later than it began");
    }

    private void EscalatedNamesSomebody()
    {
        Hold(!_status.Is(StatusFlags.Escalated) || ticket.Escalation is not null, "an escalated ticket names whom it went to, on every way to that status");
        Hold(ticket.IsOpen || ticket.Escalation is null, "what is done is escalated no longer");
        Hold(ticket.Escalation is not { } called || ((called.ToPerson ?? called.ToDepartment) is not null && !string.IsNullOrWhiteSpace(called.Reason)), "an escalation has somebody and a reason");
    }

    private void SystemOnlyIsNeverChosen()
    {
        if (_after.Decided.Status == before.Decided.Status || !_status.Is(StatusFlags.SystemOnly)) return;
        Hold(!attempt.ByHand && ticket.FactsOf<TicketWasMoved>().All(m => m.Because is not null), "only events set a system-only status");
    }

    private void OnlyPeopleAndTheirRulesDecide()
    {
        var who = attempt.Who;
        if (who.Kind is ActorKind.Assistant && attempt.Verb is not ("TakeMessage" or "Report" or "LetTimePass"))
            Hold(_after.Decided == before.Decided && _after.Entries.Count == before.Entries.Count && _after.Version == before.Version, "the assistant only suggests");
        if (attempt.Verb is "TakeMessage" or "Report" or "LetTimePass" or "Confirm" or "KeepTranscript" or "TakeSupplierAnswer") return;
        if (who.Kind is ActorKind.Customer or ActorKind.Supplier || (who.Kind is ActorKind.Agent && !who.Role.Includes(Right.WorkTickets)))
            Hold(_after.Same(before), "who may not work on tickets changes none");
    }

    private void PublicEntriesHaveAPerson()
    {
        foreach (var e in _after.Entries.Skip(before.Entries.Count))
        {
            if (e.Kind is EntryKind.Reply or EntryKind.PublicNote) Hold(e.Authors[0].Kind is ActorKind.Agent or ActorKind.Rule, "a public entry is made by a person's click or a rule that a person wrote");
            if (e.Kind is EntryKind.CustomerMessage) Hold(e.Authors[0].Kind is ActorKind.Customer or ActorKind.System, "nobody writes in the customer's name");
        }
    }

    private void PriorityIsProtected()
    {
        var (was, now) = (before.Decided, _after.Decided);
        if (was.Priority == now.Priority) return;
        Hold(Enum.IsDefined(now.Priority), "there are four priorities");
        if (now.Source is PrioritySource.Policy) Hold(was.Priority < Priority.High && now.Priority is Priority.High, "a policy raises Low or Medium to High and nothing else");
        if (was is not { Priority: Priority.Urgent, Source: PrioritySource.Customer }) return;
        Hold(attempt.Who.Kind is ActorKind.Agent, "a customer's most urgent is lowered by a person only");
        Hold(_after.Entries.Count == before.Entries.Count + 1 && _after.Entries[^1].Kind is EntryKind.Note, "… with a reason, which is kept");
    }

    private void MergedAndAsideRest()
    {
        if (before.Decided.Merged is not null) Hold(_after.Same(before) || IsToComeAlone() || (ticket.Merged is null && ticket.FactsOf<TicketWasUnmerged>().Any() && (_after.Decided with { Merged = before.Decided.Merged }) == before.Decided), "a merged ticket changes only by standing for itself again, as it was; what is to be done on it is still done, and reminded of");
        if (before.Decided.Aside is not null) Hold(_after.Same(before) || (ticket.Aside is null && ticket.FactsOf<TicketWasBroughtBack>().Any()), "what is in the trash changes only by coming back");
    }

    private bool IsToComeAlone() => attempt.Verb is "LetTimePass" or "Plan" && _after.Entries.Count == before.Entries.Count && _after.Times == before.Times && (_after.Decided with { ToCome = before.Decided.ToCome }) == before.Decided;

    private void ChangesAreRecorded()
    {
        Hold((_after.Decided == before.Decided) || _after.Version > before.Version, "deciding raises the version");
        Hold((_after.Decided != before.Decided) || _after.Version == before.Version || _after.NextTimerAt != before.NextTimerAt || _after.Clocks != before.Clocks || _after.Outgoing != before.Outgoing, "appending does not raise the version, unless it moves a timer or a clock, or holds a reply back");
        Hold(_after.Same(before) == (ticket.Facts.Count == 0), "every change is a fact, and no fact is without a change");
        Hold(ticket.Facts.All(f => f.Fact is TicketFact { TicketId: var id, Where.DeskId: var at } && id == ticket.Id && at == desk.Id), "facts name their ticket and its desk");
    }

    private void Hold(bool rule, string sentence)
    {
        if (!rule) throw new Xunit.Sdk.XunitException($"Broken on {desk.Slug}: {sentence}. {attempt}. From {desk.Status(before.Decided.Status).Name} to {_status.Name}.");
    }
}
