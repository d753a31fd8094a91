namespace LiveDesk.Domain.Desks;

/// <summary>A status as it is, or as it would be.</summary>
internal sealed record StatusState(Guid Id, string Name, string CustomerName, StatusCategory Category, string Colour, int Order, StatusFlags Flags, Replacement? Replaced = null)
{
    public StatusState(Guid id, StatusForm form, int order) : this(id, form.Name, form.CustomerName, form.Category, form.Colour, order, form.Flags) { }

    public bool Is(StatusFlags flag) => (Flags & flag) == flag;
    public bool IsEnabled => !Is(StatusFlags.Disabled);
    public bool IsThere => !Is(StatusFlags.Removed);
    public StatusForm Form => new(Name, CustomerName, Category, Colour, Flags & StatusForm.Choices);
    public StatusState With(StatusForm form) => this with { Name = form.Name, CustomerName = form.CustomerName, Category = form.Category, Colour = form.Colour, Flags = (Flags & ~StatusForm.Choices) | form.Flags };
}

/// <summary>
/// A workflow as it would be. Every edit is made on a draft and checked as a whole before the desk takes it, so what is refused
/// changed nothing.
/// </summary>
internal sealed record WorkflowDraft(IReadOnlyList<StatusState> Statuses, IReadOnlyList<WorkflowRule> Rules)
{
    private const int MostStatuses = 30;

    /// <summary>The desk asks for the resolution of every ticket that is resolved: no event does that by itself.</summary>
    public bool NeedsResolution { get; init; }

    public StatusState Status(Guid id) => Statuses.FirstOrDefault(s => s.Id == id && s.IsThere) ?? throw new RuleViolation("This status is no longer there. Look again.", "status");

    public StatusState? Named(string name) => Statuses.FirstOrDefault(s => s.IsThere && s.Name == name);

    public WorkflowDraft With(StatusState state) => this with { Statuses = [.. Statuses.Select(s => s.Id == state.Id ? state : s)] };

    /// <summary>The rules name their statuses, so they follow a new name.</summary>
    public WorkflowDraft Renaming(string from, string to) => this with { Rules = [.. Rules.Select(r => r.To == from ? r with { To = to } : r)] };

    public string? After(TicketEvent on, StatusCategory from) =>
        (Rules.FirstOrDefault(r => r.On == on && r.From == from) ?? Rules.FirstOrDefault(r => r.On == on && r.From is null))?.To;

    /// <summary>One rule for each kind of status; one rule for all of them where they agree.</summary>
    public WorkflowDraft WithRules(TicketEvent on, IReadOnlyDictionary<StatusCategory, string?> to)
    {
        var all = Enum.GetValues<StatusCategory>().Select(from => (from, to: to.TryGetValue(from, out var name) ? name : After(on, from))).ToList();
        var same = all[0].to is { } first && all.TrueForAll(a => a.to == first);
        IEnumerable<WorkflowRule> rules = same ? [new WorkflowRule(on, null, all[0].to!)] : all.Where(a => a.to is not null).Select(a => new WorkflowRule(on, a.from, a.to!));
        return this with { Rules = [.. Rules.Where(r => r.On != on), .. rules] };
    }

    /// <summary>May the event lead there? Null: yes; otherwise why not.</summary>
    public string? Against(EventRule rule, StatusState to)
    {
        var kinds = KindsFor(rule);
        if (!to.IsEnabled) return $"“{to.Name}” is switched off. Switch it on first, or choose another status.";
        if (!kinds.Contains(to.Category)) return $"When {rule.Words}, the ticket goes to a status of the kind {string.Join(" or ", kinds.Select(WordOf))}. “{to.Name}” is {WordOf(to.Category)}.";
        if (rule.IsByHand && to.Is(StatusFlags.SystemOnly)) return $"When {rule.Words}, a person decides. “{to.Name}” is set by events only.";
        if (rule.On is not TicketEvent.Escalated && to.Is(StatusFlags.Escalated)) return $"“{to.Name}” is for tickets that somebody escalated. Nobody is named when {rule.Words}.";
        if (!rule.IsByHand && (to.Is(StatusFlags.RequiresResolution) || (NeedsResolution && to.Category is StatusCategory.Resolved))) return $"“{to.Name}” needs a resolution that somebody writes. It cannot follow by itself when {rule.Words}.";
        return null;
    }

    /// <summary>Where such an event leads when nobody chose: the first status that it may lead to.</summary>
    public StatusState? FirstFor(EventRule rule) =>
        KindsFor(rule).SelectMany(kind => Statuses.Where(s => s.Category == kind && s.IsThere).OrderBy(s => s.Is(StatusFlags.SystemOnly)).ThenBy(s => s.Order)).FirstOrDefault(s => Against(rule, s) is null);

    /// <summary>Without an answer to these a button of the ticket page would lead nowhere.</summary>
    public bool IsRequired(TicketEvent on, StatusCategory from) => on switch
    {
        TicketEvent.Resolved or TicketEvent.Closed or TicketEvent.Reopened => EventRule.Of(on).From.Contains(from),
        TicketEvent.Held => EventRule.Of(on).From.Contains(from) && Has(StatusCategory.OnHold),
        TicketEvent.Resumed => from is StatusCategory.OnHold && Has(StatusCategory.OnHold),
        TicketEvent.Confirmed => from is StatusCategory.Resolved && Has(StatusCategory.Resolved),
        _ => false,
    };

    public bool Has(StatusCategory category) => Statuses.Any(s => s.IsEnabled && s.Category == category);

    /// <summary>What has to have an answer gets one: the first status that fits.</summary>
    public WorkflowDraft Settled()
    {
        var draft = this;
        foreach (var rule in EventRule.All)
            foreach (var from in rule.From.Where(from => IsRequired(rule.On, from)))
            {
                var to = draft.After(rule.On, from) is { } name ? draft.Named(name) : null;
                if ((to is null || Against(rule, to) is not null) && FirstFor(rule) is { } fits) draft = draft.WithRules(rule.On, new Dictionary<StatusCategory, string?> { [from] = fits.Name });
            }
        return draft;
    }

    /// <exception cref="RuleViolation">The desk could not work like this; the message says what to do.</exception>
    public WorkflowDraft Checked()
    {
        var there = Statuses.Where(s => s.IsThere).ToList();
        if (there.Count > MostStatuses) throw new RuleViolation($"A desk has at most {MostStatuses} statuses. Delete one that nobody needs.", "name");
        if (there.GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new RuleViolation($"The desk already has a status “{twice.First().Name}”. Choose another name.", "name");
        foreach (var kind in new[] { StatusCategory.New, StatusCategory.Active, StatusCategory.Closed })
            if (!there.Exists(s => s.IsEnabled && s.Category == kind && (kind is StatusCategory.New || !(s.Is(StatusFlags.SystemOnly) || s.Is(StatusFlags.Escalated)))))
                throw new RuleViolation($"Every desk needs a status of the kind {WordOf(kind)} that {(kind is StatusCategory.New ? "tickets begin in" : "people can choose")}. Add or switch on another one first.", "category");
        foreach (var rule in EventRule.All) Check(rule);
        return this;
    }

    private void Check(EventRule rule)
    {
        foreach (var from in rule.From)
        {
            if (After(rule.On, from) is not { } name)
            {
                if (IsRequired(rule.On, from)) throw new RuleViolation($"When {rule.Words}, the ticket has to go somewhere. Choose a status.", "rule");
                continue;
            }
            var to = Named(name) ?? throw new RuleViolation($"When {rule.Words}, the ticket would go to “{name}”, which is not there. Choose another status.", "rule");
            if (Against(rule, to) is { } why) throw new RuleViolation(why, "rule");
        }
    }

    /// <summary>To “Resolved”, where the desk has it: what is resolved can come back.</summary>
    private IReadOnlyList<StatusCategory> KindsFor(EventRule rule) =>
        rule.On is TicketEvent.Resolved ? Has(StatusCategory.Resolved) ? [StatusCategory.Resolved] : [StatusCategory.Closed] : rule.To;

    public static string WordOf(StatusCategory category) => category switch
    {
        StatusCategory.WaitingCustomer => "Waiting for the customer",
        StatusCategory.OnHold => "On hold",
        _ => category.ToString(),
    };
}
