using System.Globalization;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Sla;
using Microsoft.AspNetCore.WebUtilities;

namespace LiveDesk.Web.Tickets;

/// <summary>The list's filter as it stands in the address, both ways. What is not understood is left out and named.</summary>
/// <param name="Tags">Those of the filter.</param>
public sealed record TicketListAddress(TicketFilter Filter, IReadOnlyList<string> NotUnderstood, IReadOnlyList<Tag> Tags)
{
    /// <summary>What of the address makes the list; its page does not.</summary>
    private static readonly string[] Names = ["status", "priority", "assignee", "department", "category", "tag", "sla", "due", "q", "view", "sort", "dir"];

    /// <summary>
    /// The part of an address that a saved view keeps: always in the same order, so that the same list is the same text, and with ids for names
    /// that the desk may change.
    /// </summary>
    public static string Kept(Uri address, Desk desk)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        string Lasting(string name, string value) => name switch
        {
            "status" => StatusOf(desk, value)?.ToString(),
            "department" => DepartmentOf(desk, value)?.ToString(),
            "category" => CategoryOf(desk, value)?.ToString(),
            "tag" => string.Join(',', TagNames(value).Select(t => TagOf(desk, t)?.Id.ToString() ?? t).Order(StringComparer.Ordinal)),
            _ => null,
        } ?? value;
        var plain = Names.Where(n => query.TryGetValue(n, out var value) && value.ToString().Length > 0).Select(n => $"{n}={Uri.EscapeDataString(Lasting(n, query[n].ToString()))}");
        var fields = FieldsOf(query, desk, []).Select(f => $"{FieldPrefix}{f.FieldId}={f.OptionId}");
        return string.Join('&', plain.Concat(fields));
    }

    private static Guid? StatusOf(Desk desk, string text) => desk.Statuses.OrderByDescending(s => s.Enabled).FirstOrDefault(s => Means(s.Name, s.Id, text))?.Id;

    private static Guid? DepartmentOf(Desk desk, string text) => desk.Departments.FirstOrDefault(d => Means(d.Name, d.Id, text))?.Id;

    private static Guid? CategoryOf(Desk desk, string text) => desk.ListedCategories.FirstOrDefault(c => Means(c.Name, c.Id, text))?.Id;

    private static Tag? TagOf(Desk desk, string text) => desk.TagCalled(text) ?? (Guid.TryParse(text, out var id) ? desk.StandingTag(id) : null);

    private static string[] TagNames(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private const string FieldPrefix = "field.";

    /// <summary>What a custom field that is a choice is called in the address.</summary>
    public static string FieldName(CustomField field) => FieldPrefix + field.Name;

    private static List<FieldChoice> FieldsOf(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query, Desk desk, List<string> rubbish)
    {
        var found = new List<FieldChoice>();
        foreach (var (name, value) in query.Where(q => q.Key.StartsWith(FieldPrefix, StringComparison.OrdinalIgnoreCase) && q.Value.ToString().Length > 0))
        {
            var field = desk.Fields.FirstOrDefault(f => f.IsChoice && Means(f.Name, f.Id, name[FieldPrefix.Length..]));
            if (field?.Options.FirstOrDefault(o => Means(o.Label, o.Id, value.ToString())) is { } option) found.Add(new FieldChoice(field.Id, option.Id));
            else rubbish.Add(Shown(name, value.ToString()));
        }
        return found;
    }

    private static string Shown(string name, string text) => $"{name}={(text.Length > 40 ? text[..40] + "…" : text)}";

    private static bool Means(string name, Guid id, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(text, out var given) && given == id);

    /// <param name="me">What <c>assignee=me</c> and <c>department=mine</c> mean.</param>
    public static TicketListAddress Read(Uri address, Desk desk, Person? me, DateTimeOffset now) => Read(address.Query, desk, me, now);

    /// <inheritdoc cref="Read(Uri, Desk, Person?, DateTimeOffset)"/>
    public static TicketListAddress Read(string queryText, Desk desk, Person? me, DateTimeOffset now)
    {
        var query = QueryHelpers.ParseQuery(queryText);
        var rubbish = new List<string>();
        T? One<T>(string name, Func<string, T?> read) where T : struct
        {
            if (!query.TryGetValue(name, out var value) || value.ToString() is not { Length: > 0 } text) return null;
            var understood = read(text);
            if (understood is null) rubbish.Add(Shown(name, text));
            return understood;
        }
        var status = One<Guid>("status", text => StatusOf(desk, text));
        var tags = new List<Tag>();
        foreach (var name in query.TryGetValue("tag", out var tagged) ? TagNames(tagged.ToString()) : [])
        {
            if (TagOf(desk, name) is not { } tag) rubbish.Add(Shown("tag", name));
            else if (!tags.Contains(tag)) tags.Add(tag);
        }
        var fields = FieldsOf(query, desk, rubbish);
        var isMine = query.TryGetValue("department", out var whose) && whose.ToString() is Mine;
        var filter = new TicketFilter(desk.Id)
        {
            Statuses = status is { } s ? [s] : null,
            Priority = One<Priority>("priority", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && Enum.IsDefined((Priority)n) ? (Priority)n : null),
            Assignee = One<Guid>("assignee", text => text is "none" ? Guid.Empty : text is "me" ? me?.Id : Guid.TryParse(text, out var id) ? id : null),
            MyDepartments = isMine ? DepartmentsOf(me, desk) : null,
            Department = isMine ? null : One<Guid>("department", text => DepartmentOf(desk, text)),
            Category = One<Guid>("category", text => CategoryOf(desk, text)),
            Tags = tags.Count == 0 ? null : tags.ConvertAll(t => desk.TagsMeaning(t.Id)),
            Fields = fields.Count == 0 ? null : fields,
            Search = query.TryGetValue("q", out var q) && q.ToString().Trim() is { Length: > 0 and <= 200 } words ? words : null,
            Sla = One<SlaState>("sla", text => SlaText.Read(text)),
            Due = One<TicketDue>("due", text => Enum.GetValues<TicketDue>().Where(d => string.Equals(d.ToString(), text, StringComparison.OrdinalIgnoreCase)).Select(d => (TicketDue?)d).FirstOrDefault()),
            Now = now,
            IsAside = One<bool>("view", text => text is "trash" ? true : null) ?? false,
            Order = One<TicketOrder>("sort", text => Enum.TryParse<TicketOrder>(text, ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : null) ?? DefaultOrder(desk),
            Ascending = One<bool>("dir", text => text is "asc" ? true : text is "desc" ? false : null) ?? false,
            Page = One<int>("page", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 1_000_000 ? n : null) ?? 1,
        };
        return new TicketListAddress(filter, rubbish, tags);
    }

    /// <summary>A department that is called so is found by its capital.</summary>
    public const string Mine = "mine";

    /// <summary>Whoever belongs to the whole desk belongs to all of them.</summary>
    private static List<Guid> DepartmentsOf(Person? me, Desk desk)
    {
        var mine = me?.Memberships.Where(m => m.DeskId == desk.Id).Select(m => m.DepartmentId).ToList() ?? [];
        return [.. desk.Departments.Select(d => d.Id).Where(id => mine.Count == 0 || mine.Contains(null) || mine.Contains(id))];
    }

    private static TicketOrder DefaultOrder(Desk desk) => desk.Settings.OpensOn is OpensOn.ListByCreation ? TicketOrder.Created : TicketOrder.LastActivity;
}
