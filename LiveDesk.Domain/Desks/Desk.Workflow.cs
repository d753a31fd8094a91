using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>A rule that becomes another one together with something else. Null: no change of the ticket.</summary>
public sealed record RuleChange(TicketEvent On, StatusCategory From, string? Was, string? Becomes);

/// <summary>How people change the workflow. Each edit is made on a draft that is checked as a whole.</summary>
public sealed partial class Desk
{
    /// <exception cref="RuleViolation">The name is taken or something does not make sense.</exception>
    public Status AddStatus(Actor me, StatusForm form, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var state = new StatusState(Ids.New(now), form.Checked(), _statuses.Count == 0 ? 0 : _statuses.Max(s => s.Order) + 1);
        var draft = Draft();
        Take(draft with { Statuses = [.. draft.Statuses, state] });
        Changed(me, now);
        return Status(state.Id);
    }

    /// <param name="seen">The form as it was when the person opened it: what somebody else changed meanwhile stands, and what both changed is refused.</param>
    public void ChangeStatus(Actor me, Guid statusId, StatusForm form, DateTimeOffset now, StatusForm? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var draft = Draft();
        var before = draft.Status(statusId);
        var wanted = (seen is null ? form : form.Onto(before.Form, seen)).Checked();
        if (wanted == before.Form) return;
        if (wanted.Category.IsOpen() != before.Category.IsOpen()) throw new RuleViolation("Open tickets do not become done ones, nor the other way round, by another kind of their status. Add a new status instead.", "category");
        if (wanted.Flags.HasFlag(StatusFlags.Escalated) && !before.Is(StatusFlags.Escalated)) throw new RuleViolation("Tickets that were escalated to nobody may stand in this status. Add a new status for those that are.", "flags");
        var after = draft.With(before.With(wanted)).Renaming(before.Name, wanted.Name);
        if (before.IsEnabled) DemandRulesFit(after, wanted.Name);
        Take(after);
        Changed(me, now);
        if (wanted.Category != before.Category) Record(new DeskValuesReplaced(Id), me, now);
    }

    /// <summary>Nobody chose another status for the rules that lead here, so they have to fit as they are.</summary>
    private static void DemandRulesFit(WorkflowDraft draft, string name)
    {
        foreach (var rule in EventRule.All.Where(r => r.From.Any(from => draft.After(r.On, from) == name)))
            if (draft.Against(rule, draft.Named(name)!) is { } why) throw new RuleViolation($"{why} Change what happens when {rule.Words} first.", "category");
    }

    /// <summary>Up or down among the statuses that are there. The first of the kind New is where tickets begin.</summary>
    /// <param name="by">How many places: -1 is one up.</param>
    public void ShiftStatus(Actor me, Guid statusId, int by, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var draft = Draft();
        var there = draft.Statuses.Where(s => s.IsThere).OrderBy(s => s.Order).ToList();
        var from = there.FindIndex(s => s.Id == draft.Status(statusId).Id);
        var to = Math.Clamp(from + by, 0, there.Count - 1);
        if (from == to) return;
        var moved = there[from];
        there.RemoveAt(from);
        there.Insert(to, moved);
        var ranks = there.Select((s, i) => (s.Id, i)).ToDictionary(x => x.Id, x => x.i);
        Take(draft with { Statuses = [.. draft.Statuses.Select(s => s with { Order = ranks.GetValueOrDefault(s.Id, there.Count) })] });
        Changed(me, now);
    }

    public void SwitchOn(Actor me, Guid statusId, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var draft = Draft();
        var state = draft.Status(statusId);
        if (state.IsEnabled) return;
        Take(draft.With(state with { Flags = state.Flags & ~StatusFlags.Disabled, Replaced = null }));
        Changed(me, now);
    }

    /// <summary>No longer offered. Its tickets, and the rules that lead to it, go to another one.</summary>
    public void SwitchOff(Actor me, Guid statusId, Guid into, DateTimeOffset now) => Retire(me, statusId, into, StatusFlags.Disabled, now);

    /// <summary>The same for good: only the history still names it.</summary>
    public void Remove(Actor me, Guid statusId, Guid into, DateTimeOffset now) => Retire(me, statusId, into, StatusFlags.Disabled | StatusFlags.Removed, now);

    private void Retire(Actor me, Guid statusId, Guid into, StatusFlags flags, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Take(Without(statusId, into, flags, new Replacement(into, me.Id, now)));
        Changed(me, now);
        Record(new DeskValuesReplaced(Id), me, now);
    }

    /// <summary>Which rules become others if this status goes and that one takes its tickets.</summary>
    /// <exception cref="RuleViolation">It cannot go, or not like this; the message says why.</exception>
    public IReadOnlyList<RuleChange> RulesWithout(Guid statusId, Guid into)
    {
        var (before, after) = (Draft(), Without(statusId, into, StatusFlags.Disabled | StatusFlags.Removed, new Replacement(into, null, default)).Settled().Checked());
        return [.. from rule in EventRule.All
                   from category in rule.From
                   let change = new RuleChange(rule.On, category, before.After(rule.On, category), after.After(rule.On, category))
                   where change.Was != change.Becomes && (before.Has(category) || after.Has(category))
                   select change];
    }

    private WorkflowDraft Without(Guid statusId, Guid into, StatusFlags flags, Replacement replacement)
    {
        var draft = Draft();
        var (gone, next) = (draft.Status(statusId), draft.Status(into));
        if (gone.Id == next.Id || !next.IsEnabled) throw new RuleViolation("Its tickets need another status that is switched on. Choose one.", "into");
        if (gone.Category.IsOpen() != next.Category.IsOpen()) throw new RuleViolation(gone.Category.IsOpen() ? "Open tickets stay open. Choose a status that is neither resolved nor closed." : "Tickets that are done stay done. Choose a resolved or closed status.", "into");
        if (next.Is(StatusFlags.Escalated) && !gone.Is(StatusFlags.Escalated)) throw new RuleViolation($"“{next.Name}” is for tickets that somebody escalated. Choose another status.", "into");
        var after = draft.With(gone with { Flags = gone.Flags | flags, Replaced = replacement });
        foreach (var rule in EventRule.All)
        {
            var fits = after.Against(rule, next) is null ? next.Name : null;
            var led = Enum.GetValues<StatusCategory>().Where(from => draft.After(rule.On, from) == gone.Name).ToDictionary(from => from, _ => fits);
            if (led.Count > 0) after = after.WithRules(rule.On, led);
        }
        return after;
    }

    /// <summary>Where an event leads, for each kind of status that is given; null is “no change”.</summary>
    /// <param name="seen">The same as the person saw it.</param>
    public void AnswerEvent(Actor me, TicketEvent on, IReadOnlyDictionary<StatusCategory, Guid?> to, DateTimeOffset now, IReadOnlyDictionary<StatusCategory, Guid?>? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var (rule, draft) = (EventRule.Of(on), Draft());
        var wanted = new Dictionary<StatusCategory, string?>();
        foreach (var (from, id) in to)
        {
            if (!rule.From.Contains(from)) throw new RuleViolation($"When {rule.Words}, it is never in a status of the kind {WorkflowDraft.WordOf(from)}.", "rule");
            var (present, name) = (draft.After(on, from), id is { } chosen ? draft.Status(chosen).Name : null);
            if (name == present) continue;
            if (seen is not null && seen.TryGetValue(from, out var was))
            {
                if (was == id) continue;
                if (was != (present is null ? null : draft.Named(present)?.Id)) throw new RuleViolation($"Somebody else changed this rule meanwhile: it leads to “{present ?? "no change"}” now. Your choice is still here: save again to keep it, or close this.");
            }
            if (id is not null && draft.Against(rule, draft.Status(id.Value)) is { } why) throw new RuleViolation(why, "rule");
            if (id is null && draft.IsRequired(on, from)) throw new RuleViolation($"When {rule.Words}, the ticket has to go somewhere. Choose a status.", "rule");
            wanted[from] = name;
        }
        if (wanted.Count == 0) return;
        Take(draft.WithRules(on, wanted));
        Changed(me, now);
    }

    /// <summary>The statuses that a rule for this event may lead to.</summary>
    public IEnumerable<Status> ChoicesFor(EventRule rule)
    {
        var draft = Draft();
        return _statuses.Where(s => !s.IsRemoved && draft.Against(rule, s.State) is null);
    }

    /// <summary>Has this event to lead somewhere from there?</summary>
    public bool MustAnswer(TicketEvent on, StatusCategory from) => Draft().IsRequired(on, from);

    public bool HasKind(StatusCategory kind) => _statuses.Exists(s => s.Enabled && s.Category == kind);

    /// <summary>Can a ticket come into it at all: by hand, by a rule, or because tickets begin there?</summary>
    public bool HasWayIn(Status status) =>
        !status.Is(StatusFlags.SystemOnly) || status.Id == FirstStatus.Id || EventRule.All.Any(r => r.From.Any(from => HasKind(from) && After(r.On, from)?.Id == status.Id));

    /// <summary>The one place where a draft becomes the desk's workflow.</summary>
    private void Take(WorkflowDraft draft)
    {
        draft = draft.Settled().Checked();
        foreach (var state in draft.Statuses)
            if (_statuses.Find(s => s.Id == state.Id) is { } status) status.Become(state);
            else _statuses.Add(new Status(Id, state));
        _statuses.Sort((a, b) => a.Order.CompareTo(b.Order));
        Rules = draft.Rules;
    }

    private WorkflowDraft Draft() => new([.. _statuses.Select(s => s.State)], Rules) { NeedsResolution = Settings.ResolutionText is ResolutionText.Required };

    /// <summary>The status that takes the tickets of one that is off; itself when it is on, or was never used.</summary>
    public Status Standing(Guid statusId)
    {
        var status = Status(statusId);
        // As long a way as there are statuses: one that is switched on again ends it.
        for (var steps = _statuses.Count; steps > 0 && !status.Enabled && status.Replaced is { } next; steps--) status = Status(next.To);
        return status.Enabled ? status : Status(statusId);
    }
}
