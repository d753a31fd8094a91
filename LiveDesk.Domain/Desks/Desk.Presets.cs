using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <param name="Becomes">The name of one of the preset's statuses.</param>
public sealed record StatusFate(Guid StatusId, string Becomes);

/// <param name="Name">The property of <see cref="DeskSettings"/>.</param>
public sealed record SettingChange(string Name, object? Was, object? Becomes);

/// <summary>What a preset would make of a desk, before it does.</summary>
/// <param name="Types">Those that come with it, for a preset that asks for a type on a desk that has none.</param>
/// <param name="KeptPromises">Service levels that stay although the preset promises nothing.</param>
public sealed record PresetPlan(Preset Preset, IReadOnlyList<StatusFate> Statuses, IReadOnlyList<SettingChange> Settings, IReadOnlyList<string> Types, int KeptPromises);

public sealed partial class Desk
{
    /// <summary>Every status that is there and the one it would become: the same name first, then the same kind.</summary>
    public PresetPlan PlanFor(Preset preset) => new(preset, [.. _statuses.Where(s => !s.IsRemoved).Select(s => new StatusFate(s.Id, Suggested(s, preset).Name))], [.. Differences(Settings, With(preset.Settings))], TypesFrom(preset), preset.Promises.Count == 0 ? SlaPolicies.Count : 0);

    /// <summary>To which of the preset's statuses the tickets of this one may go: open ones stay open, done ones stay done.</summary>
    public static IEnumerable<PresetStatus> ChoicesFor(Status status, Preset preset) =>
        preset.Statuses.Where(p => p.Enabled && p.Category.IsOpen() == status.IsOpen && (!p.Flags.HasFlag(StatusFlags.Escalated) || status.Is(StatusFlags.Escalated))).OrderBy(p => p.Category != status.Category);

    private static PresetStatus Suggested(Status status, Preset preset) =>
        ChoicesFor(status, preset)
            .OrderBy(p => !string.Equals(p.Name, status.Name, StringComparison.OrdinalIgnoreCase))
            .ThenBy(p => Likeness(p.Category, status.Category))
            .ThenBy(p => p.Flags.HasFlag(StatusFlags.Escalated) != status.Is(StatusFlags.Escalated))
            .ThenBy(p => p.Flags.HasFlag(StatusFlags.SystemOnly))
            .First();

    /// <summary>The same kind, then the kind that every desk has on the same side: work, or closed.</summary>
    private static int Likeness(StatusCategory becomes, StatusCategory was) => becomes == was ? 0 : becomes is StatusCategory.Active or StatusCategory.Closed ? 1 : 2;

    /// <summary>
    /// The desk becomes one of the preset's kind: statuses, rules and the settings in which presets differ. Departments, members, categories,
    /// service levels, texts and the widget stay. A status of the same name stays the same status; the tickets of the others follow.
    /// </summary>
    /// <param name="fates">What differs from <see cref="PlanFor"/>.</param>
    /// <param name="seenVersion">The desk as it was when the plan was shown.</param>
    public void Apply(Actor me, Preset preset, IReadOnlyCollection<StatusFate> fates, int seenVersion, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (seenVersion != Version) throw new RuleViolation("Somebody else changed this desk meanwhile. Look at what would happen now, then apply it again.");
        var (becomes, settings) = (Agreed(preset, fates), With(preset.Settings).Checked());
        var sightChanges = preset.Settings.DepartmentsLimitSight != Settings.DepartmentsLimitSight;
        Take(new WorkflowDraft(Mapped(preset, becomes, me, now), preset.Rules) { NeedsResolution = preset.Settings.ResolutionText is ResolutionText.Required });
        foreach (var type in TypesFrom(preset)) AddTo(isType: true, me, type, now);
        (PresetName, Settings) = (preset.Name, settings);
        Changed(me, now);
        Record(new DeskValuesReplaced(Id), me, now);
        if (sightChanges) Record(new DeskSightChanged(Id), me, now);
    }

    private Dictionary<Guid, PresetStatus> Agreed(Preset preset, IReadOnlyCollection<StatusFate> fates)
    {
        var becomes = _statuses.Where(s => !s.IsRemoved).ToDictionary(s => s.Id, s => Suggested(s, preset));
        foreach (var (id, name) in fates)
            becomes[id] = ChoicesFor(Status(id), preset).FirstOrDefault(p => p.Name == name) ?? throw new RuleViolation($"The tickets of “{Status(id).Name}” cannot go to “{name}”. Choose a status of the preset that keeps them open, or done.", "fate");
        return becomes;
    }

    private List<StatusState> Mapped(Preset preset, Dictionary<Guid, PresetStatus> becomes, Actor me, DateTimeOffset now)
    {
        var kept = preset.Statuses.ToDictionary(p => p, p => _statuses.Find(s => becomes.ContainsKey(s.Id) && IsKept(s, p, becomes[s.Id])));
        var next = preset.Statuses.Select((p, order) => p.State(kept[p]?.Id ?? Ids.New(now), order) with { Replaced = p.Enabled ? null : kept[p]?.Replaced }).ToList();
        var there = next.Select(s => s.Id).ToHashSet();
        Guid IdOf(PresetStatus p) => next.First(s => s.Name == p.Name).Id;
        foreach (var old in _statuses.Where(s => !there.Contains(s.Id)).Select(s => s.State))
            next.Add(old.IsThere ? old with { Order = next.Count, Flags = old.Flags | StatusFlags.Disabled | StatusFlags.Removed, Replaced = new Replacement(IdOf(becomes[old.Id]), me.Id, now) } : old);
        return next;
    }

    /// <summary>Its tickets stay where they are: it has the name already. One that is off in both stays off.</summary>
    private static bool IsKept(Status status, PresetStatus named, PresetStatus becomes) =>
        string.Equals(status.Name, named.Name, StringComparison.OrdinalIgnoreCase) && (becomes == named || (!status.Enabled && !named.Enabled && status.IsOpen == named.Category.IsOpen()));

    private List<string> TypesFrom(Preset preset) => preset.Settings.Required.HasFlag(RequiredToCreate.Type) && !OfferedTypes.Any() ? [.. preset.Types.Where(name => !ListedTypes.Any(t => SameName(t.Name, name)))] : [];

    /// <summary>In what presets say nothing about, the desk keeps its own: its timings, its texts, its lists.</summary>
    private DeskSettings With(DeskSettings preset) => preset with
    {
        Widget = Settings.Widget,
        ChatIdleAfter = Settings.ChatIdleAfter,
        AssistantThreshold = Settings.AssistantThreshold,
        Activities = Settings.Activities,
        TodoTemplates = Settings.TodoTemplates,
        NobodyTookAfter = Settings.NobodyTookAfter,
        SilentReminder = Settings.SilentReminder,
        // A reminder comes before the close; where nothing closes, or earlier than that, there is nothing to remind of.
        RemindSilentBefore = Settings.RemindSilentBefore < preset.CloseSilentAfter ? Settings.RemindSilentBefore : null,
        DefaultCategoryId = Settings.DefaultCategoryId,
        WordForHigh = Settings.WordForHigh,
        WordForMedium = Settings.WordForMedium,
        WordForLow = Settings.WordForLow,
    };

    private static IEnumerable<SettingChange> Differences(DeskSettings was, DeskSettings becomes) =>
        typeof(DeskSettings).GetProperties().Select(p => new SettingChange(p.Name, p.GetValue(was), p.GetValue(becomes))).Where(c => !Same(c.Was, c.Becomes));

    private static bool Same(object? was, object? becomes) => was is IReadOnlyList<string> list && becomes is IReadOnlyList<string> other ? list.SequenceEqual(other) : Equals(was, becomes);
}
