using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>
/// A support team with its own workflow, departments, widget and settings. Commands pass it to a ticket's verbs as a read-only
/// snapshot; only the desk's own commands change it.
/// </summary>
public sealed partial class Desk : Aggregate
{
    private readonly List<Status> _statuses = [];

    private Desk() { }

    /// <param name="timeZone">Of its office hours, by its IANA name.</param>
    public Desk(Guid id, string slug, string name, Preset preset, Actor me, DateTimeOffset now, string timeZone = "UTC")
    {
        me.Demand(Right.CreateDesks);
        Id = id;
        Slug = CheckedSlug(slug);
        Name = Text.Line(name, "name", Limits.Name);
        PresetName = preset.Name;
        Settings = preset.Settings;
        Take(new WorkflowDraft([.. preset.Statuses.Select((s, order) => s.State(Ids.New(now), order))], preset.Rules) { NeedsResolution = preset.Settings.ResolutionText is ResolutionText.Required });
        foreach (var department in preset.Departments) _departments.Add(new Department(Ids.New(now), id, department));
        TakeLists(preset, now);
        if (preset.DefaultCategory is { } usual) Settings = Settings with { DefaultCategoryId = Categories.First(c => c.Name == usual).Id };
        CreatedAt = now;
        PromiseAs(preset, timeZone, now);
        Record(new DeskWasCreated(id), me, now);
    }

    public Guid Id { get; private set; }
    /// <summary>In addresses and in the widget's <c>data-desk</c>.</summary>
    public string Slug { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string PresetName { get; private set; } = "";
    public DeskSettings Settings { get; private set; } = new();
    public IReadOnlyList<WorkflowRule> Rules { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public IReadOnlyList<Status> Statuses => _statuses;
    /// <summary>Rises with every change of the desk: two who change it at the same moment do so one after the other.</summary>
    public int Version { get; private set; } = 1;

    public Status Status(Guid id) => _statuses.FirstOrDefault(s => s.Id == id) ?? throw new RuleViolation("This status does not belong to the desk. Choose one of its statuses.", "status");

    /// <summary>The status a new ticket starts in.</summary>
    public Status FirstStatus => _statuses.Where(s => s.Enabled && s.Category == StatusCategory.New).MinBy(s => s.Order)!;

    /// <summary>The first enabled status of a category, preferring one that people may choose, and that asks for nobody.</summary>
    public Status? FirstOf(StatusCategory category) =>
        _statuses.Where(s => s.Enabled && s.Category == category).OrderBy(s => s.Is(StatusFlags.Escalated)).ThenBy(s => s.Is(StatusFlags.SystemOnly)).ThenBy(s => s.Order).FirstOrDefault();

    /// <summary>The status that the workflow answers an event with; null is "no change".</summary>
    public Status? After(TicketEvent what, StatusCategory from)
    {
        var rule = Rules.FirstOrDefault(r => r.On == what && r.From == from) ?? Rules.FirstOrDefault(r => r.On == what && r.From is null);
        return rule is null ? null : _statuses.FirstOrDefault(s => s.Enabled && s.Name == rule.To);
    }

    /// <summary>May a ticket go from one status to another by hand? The only rule for drags, menus, keys, bulk and API.</summary>
    public MoveVerdict MayMove(Guid fromStatusId, Guid toStatusId, bool hasResolution)
    {
        if (fromStatusId == toStatusId) return MoveVerdict.AlreadyThere;
        var (from, to) = (Status(fromStatusId), Status(toStatusId));
        if (!to.Enabled) return MoveVerdict.Refused($"“{to.Name}” is switched off on this desk.");
        if (to.Is(StatusFlags.SystemOnly)) return MoveVerdict.Refused($"“{to.Name}” is set by itself, when somebody writes. It cannot be chosen.");
        if (from.Category is StatusCategory.Closed && to.Category is StatusCategory.New) return MoveVerdict.Refused("A closed ticket cannot become new again. Reopen it instead.");
        if (to.Category is StatusCategory.New && from.Category is not StatusCategory.New) return MoveVerdict.Refused($"“{to.Name}” is for tickets that nobody took yet.");
        if (AsksResolution(to) is ResolutionText.Required && !hasResolution) return new(MoveAnswer.NeedsResolution, "A resolved ticket needs its resolution written down first.");
        if (to.Category is StatusCategory.OnHold) return new(MoveAnswer.NeedsHoldReason, "A ticket on hold needs a reason.");
        return to.Is(StatusFlags.Escalated) ? new(MoveAnswer.NeedsEscalation, "An escalated ticket needs somebody whom it goes to, and a reason.") : MoveVerdict.Allowed;
    }

    /// <summary>What a person is asked for who brings a ticket there. Where the desk has no status of the kind Resolved, closing is resolving.</summary>
    public ResolutionText AsksResolution(Status to) =>
        to.Is(StatusFlags.RequiresResolution) ? ResolutionText.Required
        : to.Category is StatusCategory.Resolved || (to.Category is StatusCategory.Closed && !HasKind(StatusCategory.Resolved)) ? Settings.ResolutionText
        : ResolutionText.Off;

    public void Rename(Actor me, string name, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Name = Text.Line(name, "name", Limits.Name);
        Changed(me, now);
    }

    public void Configure(Actor me, DeskSettings settings, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var clean = settings.Checked();
        DemandListsFor(clean);
        (Draft() with { NeedsResolution = clean.ResolutionText is ResolutionText.Required }).Checked();
        var sightChanged = clean.DepartmentsLimitSight != Settings.DepartmentsLimitSight;
        Settings = clean;
        Changed(me, now);
        if (sightChanged) Record(new DeskSightChanged(Id), me, now);
    }

    private void Changed(Actor me, DateTimeOffset now)
    {
        Version++;
        Record(new DeskWasChanged(Id), me, now);
    }

    private static string CheckedSlug(string slug)
    {
        var line = Text.Line(slug, "address", 40);
        return line.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? line
            : throw new RuleViolation("The desk's address has only small letters, digits and hyphens.", "slug");
    }
}

public sealed record DeskWasCreated(Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
public sealed record DeskWasChanged(Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
/// <summary>Departments began or ceased to limit sight: everybody's rights on this desk are worked out anew.</summary>
public sealed record DeskSightChanged(Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
/// <summary>A status, category, type or department was replaced by another one, or counts as another kind: the tickets that have it follow.</summary>
public sealed record DeskValuesReplaced(Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
