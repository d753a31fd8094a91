using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Sla;
using LiveDesk.Web.Shell;

namespace LiveDesk.Web.Tickets;

/// <summary>The filter of a list or a board as it stands in the address, both ways. What is not understood is left out and named.</summary>
/// <param name="Tags">Those of the filter.</param>
/// <param name="Columns">Those that the address asks for (<see cref="ListColumns"/>); null: whatever the person has.</param>
public sealed record TicketListAddress(TicketFilter Filter, IReadOnlyList<string> NotUnderstood, IReadOnlyList<Tag> Tags, string? Columns)
{
    public const int LongestSearch = 200;

    /// <summary>What of the address makes the list; its page does not.</summary>
    private static readonly string[] Names = ["status", "priority", "assignee", "department", "category", "type", "channel", "organisation", "contact", "record", "tag", "sla", "due", "escalated", "created", "activity", "q", "view", "sort", "dir", "columns"];

    private readonly IReadOnlyDictionary<string, string> _lasting = new Dictionary<string, string>();

    /// <summary>
    /// The part of an address that a saved view keeps: always in the same order, so that the same list is the same text, and with ids for names
    /// that the desk may change.
    /// </summary>
    public static string Kept(Uri address, Desk desk)
    {
        var read = Read(address.Query, desk, null, default);
        var plain = Names.Where(read._lasting.ContainsKey).Select(n => (Name: n, Text: read._lasting[n]));
        var fields = (read.Filter.Fields ?? []).Select(f => (Name: $"{FieldPrefix}{f.FieldId}", Text: FieldFilterText.Of(desk.Fields.First(x => x.Id == f.FieldId), f)));
        return string.Join('&', plain.Concat(fields).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Text).Replace("%2C", ",", StringComparison.Ordinal)}"));
    }

    /// <summary>What is chosen of several, as <see cref="AddressTerms"/> calls it for good.</summary>
    public IReadOnlyList<string> Chosen(string name) => _lasting.GetValueOrDefault(name)?.Split(',') ?? [];

    private const string FieldPrefix = "field.";

    /// <summary>What a custom field is called in the address.</summary>
    public static string FieldName(CustomField field) => FieldPrefix + field.Name;

    /// <param name="me">What <c>assignee=me</c> and <c>department=mine</c> mean.</param>
    public static TicketListAddress Read(Uri address, Desk desk, Person? me, DateTimeOffset now) => Read(address.Query, desk, me, now);

    /// <inheritdoc cref="Read(Uri, Desk, Person?, DateTimeOffset)"/>
    public static TicketListAddress Read(string queryText, Desk desk, Person? me, DateTimeOffset now)
    {
        var (query, terms) = (new AddressQuery(queryText), new AddressTerms(desk, me));
        var tags = TagsOf(query, desk);
        var filter = new TicketFilter(desk.Id)
        {
            Statuses = query.Several<Guid>("status", terms.Status),
            Priorities = query.Several<Priority>("priority", AddressTerms.Priority),
            Assignees = query.Several<Guid>("assignee", terms.Assignee),
            Departments = query.Several<Guid>("department", terms.Department),
            Categories = query.Several<Guid>("category", terms.Category),
            Types = query.Several<Guid>("type", terms.Type),
            Channels = query.Several<Channel>("channel", AddressTerms.Channel),
            Of = NoneIsNull([.. OfOne(query, "organisation", OwnerKind.Organisation), .. OfOne(query, "contact", OwnerKind.Contact), .. OfOne(query, "record", OwnerKind.Record)]),
            Tags = NoneIsNull(tags.ConvertAll(t => desk.TagsMeaning(t.Id))),
            Fields = NoneIsNull(FieldsOf(query, desk)),
            Search = query.Whole("q", text => text.Trim() is { Length: <= LongestSearch } words ? words : null) is { Length: > 0 } asked ? asked : null,
            Sla = query.One<SlaState>("sla", text => SlaText.Read(text)),
            Due = query.One("due", AddressTerms.Named<TicketDue>),
            IsEscalated = query.One<bool>("escalated", text => text is "yes" ? true : null) ?? false,
            Created = query.Whole("created", DayRangeText.Read) ?? FromTo(query),
            Activity = query.Whole("activity", DayRangeText.Read),
            Now = now,
            IsAside = query.One<bool>("view", text => text is "trash" ? true : null) ?? false,
            Order = query.One("sort", AddressTerms.Named<TicketOrder>) ?? DefaultOrder(desk),
            Ascending = query.One<bool>("dir", text => text is "asc" ? true : text is "desc" ? false : null) ?? false,
            Page = query.Page,
        };
        return new TicketListAddress(filter, query.NotUnderstood, tags, query.Text("columns"), LastingOf(query, filter, desk));
    }

    private TicketListAddress(TicketFilter filter, IReadOnlyList<string> notUnderstood, IReadOnlyList<Tag> tags, string? columns, IReadOnlyDictionary<string, string> lasting) : this(filter, notUnderstood, tags, columns) => _lasting = lasting;

    private static Dictionary<string, string> LastingOf(AddressQuery query, TicketFilter filter, Desk desk)
    {
        var lasting = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var text = name switch
            {
                "tag" => string.Join(',', TagNames(query).Select(t => TagOf(desk, t)?.Id.ToString() ?? t).Order(StringComparer.Ordinal)),
                "created" when filter.Created is { } days => DayRangeText.Of(days),
                "activity" when filter.Activity is { } days => DayRangeText.Of(days),
                _ => string.Join(',', query.Lasting(name)),
            };
            if ((text.Length > 0 ? text : query.Text(name)) is { } kept) lasting[name] = kept;
        }
        return lasting;
    }

    private static List<Tag> TagsOf(AddressQuery query, Desk desk)
    {
        var tags = new List<Tag>();
        foreach (var name in TagNames(query))
        {
            if (TagOf(desk, name) is not { } tag) query.NotUnderstand("tag", name);
            else if (!tags.Contains(tag)) tags.Add(tag);
        }
        return tags;
    }

    private static Tag? TagOf(Desk desk, string text) => desk.TagCalled(text) ?? (Guid.TryParse(text, out var id) ? desk.StandingTag(id) : null);

    private static string[] TagNames(AddressQuery query) => (query.Text("tag") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<FieldFilter> FieldsOf(AddressQuery query, Desk desk)
    {
        var found = new List<FieldFilter>();
        foreach (var (name, text) in query.All.Where(q => q.Name.StartsWith(FieldPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            var field = desk.Fields.FirstOrDefault(f => AddressTerms.Means(f.Name, f.Id, name[FieldPrefix.Length..]));
            if (field is not null && FieldFilterText.Read(field, text) is { } filter) found.Add(filter);
            else query.NotUnderstand(name, text);
        }
        return found;
    }

    private static IEnumerable<TicketsOf> OfOne(AddressQuery query, string name, OwnerKind kind) => query.One<Guid>(name, text => AddressTerms.Id(text)?.Means[0]) is { } id ? [new TicketsOf(kind, id)] : [];

    /// <summary>The same days in two words: <c>from=2026-11-01&amp;to=2026-11-30</c>.</summary>
    private static DayRange? FromTo(AddressQuery query)
    {
        var (from, to) = (query.Whole("from", OneDay), query.Whole("to", OneDay));
        if (from is null && to is null) return null;
        if (!(from?.From > to?.From)) return new DayRange(from?.From, to?.From);
        query.NotUnderstand("to", query.Text("to")!);
        return new DayRange(from!.From, null);
    }

    private static DayRange? OneDay(string text) => DayRangeText.Read(text) is { From: not null } day && day.From == day.To ? day : null;

    private static IReadOnlyList<T>? NoneIsNull<T>(IReadOnlyList<T> list) => list.Count == 0 ? null : list;

    private static TicketOrder DefaultOrder(Desk desk) => desk.Settings.OpensOn is OpensOn.ListByCreation ? TicketOrder.Created : TicketOrder.LastActivity;
}
