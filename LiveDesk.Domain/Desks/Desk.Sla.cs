using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Domain.Desks;

/// <summary>What the desk promises, and the hours in which it counts.</summary>
public sealed partial class Desk
{
    public const int MostCalendars = 50, MostPolicies = 100;

    /// <summary>In the order in which they are asked; the first that fits is a ticket's.</summary>
    public IReadOnlyList<SlaPolicy> SlaPolicies { get; private set; } = [];
    public IReadOnlyList<WorkCalendar> Calendars { get; private set; } = [];

    /// <exception cref="RuleViolation">There is none of that id.</exception>
    public WorkCalendar Calendar(Guid id) => Calendars.FirstOrDefault(c => c.Id == id) ?? throw new RuleViolation("This calendar does not belong to the desk. Choose one of its calendars.", "calendar");

    /// <summary>By which a clock measures. Of a finished clock it may be gone; then it is only named, and every hour would count.</summary>
    private WorkCalendar CalendarOf(SlaTerms terms) => Calendars.FirstOrDefault(c => c.Id == terms.CalendarId) ?? WorkCalendar.AroundTheClock(terms.CalendarId, terms.CalendarName);

    /// <summary>What a ticket keeps, going again in the desk's calendars.</summary>
    public IReadOnlyList<SlaClock> ClocksOf(IEnumerable<SlaRecord> kept) => [.. kept.Select(c => c.In(CalendarOf(c.Terms)))];

    /// <summary>Adds a calendar, or changes one.</summary>
    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public void KeepCalendar(Actor me, WorkCalendar calendar, int? seen, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var clean = calendar.Checked();
        var before = Calendars.FirstOrDefault(c => c.Id == clean.Id);
        DemandSeen(before?.Revision, seen, $"the calendar “{clean.Name}”");
        if (Calendars.Any(c => c.Id != clean.Id && SameName(c.Name, clean.Name))) throw new RuleViolation($"The desk has a calendar “{clean.Name}” already. Choose another name.", "name");
        if (before is null && Calendars.Count >= MostCalendars) throw new RuleViolation($"A desk has at most {MostCalendars} calendars. Remove one that no policy uses.", "name");
        foreach (var policy in SlaPolicies.Where(p => p.CalendarId == clean.Id)) policy.Checked(clean, now);
        clean = clean with { Revision = (before?.Revision ?? 0) + 1 };
        Calendars = [.. Calendars.Where(c => c.Id != clean.Id), clean];
        Calendars = [.. Calendars.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
        Changed(me, now);
    }

    public void RemoveCalendar(Actor me, Guid id, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (SlaPolicies.FirstOrDefault(p => p.CalendarId == id) is { } user) throw new RuleViolation($"The policy “{user.Name}” is measured by this calendar. Give the policy another one first.", "calendar");
        if (Calendars.All(c => c.Id != id)) return;
        Calendars = [.. Calendars.Where(c => c.Id != id)];
        Changed(me, now);
    }

    /// <summary>Adds a policy as the last one, or changes one in its place.</summary>
    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public void KeepPolicy(Actor me, SlaPolicy policy, int? seen, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var clean = policy.Checked(Calendar(policy.CalendarId), now);
        foreach (var department in clean.Departments) Department(department);
        if (clean.Categories.Any(c => _values.TrueForAll(x => x.Id != c))) throw new RuleViolation("This category does not belong to the desk. Choose one of its categories.", "categories");
        var before = SlaPolicies.FirstOrDefault(p => p.Id == clean.Id);
        DemandSeen(before?.Revision, seen, $"the policy “{clean.Name}”");
        if (SlaPolicies.Any(p => p.Id != clean.Id && SameName(p.Name, clean.Name))) throw new RuleViolation($"The desk has a policy “{clean.Name}” already. Choose another name.", "name");
        if (before is null && SlaPolicies.Count >= MostPolicies) throw new RuleViolation($"A desk has at most {MostPolicies} policies. Remove one, or join two.", "name");
        clean = clean with { Revision = (before?.Revision ?? 0) + 1, Order = before?.Order ?? SlaPolicies.Count };
        SlaPolicies = before is null ? [.. SlaPolicies, clean] : [.. SlaPolicies.Select(p => p.Id == clean.Id ? clean : p)];
        Changed(me, now);
    }

    public void RemovePolicy(Actor me, Guid id, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (SlaPolicies.All(p => p.Id != id)) return;
        SlaPolicies = InOrder(SlaPolicies.Where(p => p.Id != id));
        Changed(me, now);
    }

    /// <summary>Asked one place earlier or later. At the end of the list it stays.</summary>
    public void MovePolicy(Actor me, Guid id, bool earlier, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var list = SlaPolicies.ToList();
        var from = list.FindIndex(p => p.Id == id);
        var to = earlier ? from - 1 : from + 1;
        if (from < 0 || to < 0 || to >= list.Count) return;
        (list[from], list[to]) = (list[to], list[from]);
        SlaPolicies = InOrder(list);
        Changed(me, now);
    }

    private void PromiseAs(Preset preset, string timeZone, DateTimeOffset now)
    {
        if (preset.Promises.Count == 0) return;
        var office = WorkCalendar.OfficeHours(Ids.New(now), "Office hours", timeZone).Checked();
        Calendars = [office];
        SlaPolicies = InOrder(preset.Promises.Select(p => (p with { Id = Ids.New(now), CalendarId = office.Id }).Checked(office, now)));
    }

    private static List<SlaPolicy> InOrder(IEnumerable<SlaPolicy> policies) => [.. policies.Select((p, i) => p.Order == i ? p : p with { Order = i })];

    private static bool SameName(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static void DemandSeen(int? there, int? seen, string what)
    {
        if (there == seen) return;
        throw new RuleViolation(there is null ? $"Somebody removed {what} meanwhile. What you wrote is still here; add it as a new one."
            : $"Somebody else changed {what} meanwhile. What you wrote is still here: save again to keep it, or close this to see the other.");
    }
}
