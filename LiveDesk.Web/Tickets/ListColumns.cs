using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Tickets;

/// <summary>Beside number and subject, which are always there and come first.</summary>
public enum ListColumnKind { Requester, Status, Priority, Sla, FollowUp, Assignee, Department, Type, Category, Tags, Created, LastActivity, Field }

/// <summary>A column of the list.</summary>
/// <param name="Field">Of <see cref="ListColumnKind.Field"/>: one of the desk's own.</param>
public sealed record ListColumn(ListColumnKind Kind, CustomField? Field = null)
{
    /// <summary>As a choice of columns keeps it, and in attributes.</summary>
    public string Key => Field is null ? Kind.ToString().ToLowerInvariant() : $"field.{Field.Id:N}";

    /// <summary>The order that its head chooses. Only what has an index is ordered by; null: nothing.</summary>
    public TicketOrder? Order => Kind switch
    {
        ListColumnKind.Requester => TicketOrder.Requester,
        ListColumnKind.Status => TicketOrder.Status,
        ListColumnKind.Priority => TicketOrder.Priority,
        ListColumnKind.Sla => TicketOrder.Due,
        ListColumnKind.FollowUp => TicketOrder.FollowUp,
        ListColumnKind.Created => TicketOrder.Created,
        ListColumnKind.LastActivity => TicketOrder.LastActivity,
        _ => null,
    };

    public string Word(IStringLocalizer<TicketWords> words, IStringLocalizer<ListWords> own) =>
        Field?.Name ?? (Kind is ListColumnKind.FollowUp ? own["FollowUp"] : words[Kind.ToString()]);
}

/// <summary>Which columns there are, which somebody chose, and which stand there as usual.</summary>
public static class ListColumns
{
    /// <summary>All that may be chosen on a desk: what it does not use is not among them.</summary>
    public static IReadOnlyList<ListColumn> Of(Desk desk) =>
    [
        .. Enum.GetValues<ListColumnKind>().Where(kind => kind switch
        {
            ListColumnKind.Sla => desk.SlaPolicies.Count > 0,
            ListColumnKind.Category => desk.ListedCategories.Any(),
            ListColumnKind.Type => desk.ListedTypes.Any(),
            ListColumnKind.Tags => desk.OfferedTags.Any(),
            ListColumnKind.Field => false,
            _ => true,
        }).Select(kind => new ListColumn(kind)),
        .. desk.AskedFields.Select(f => new ListColumn(ListColumnKind.Field, f)),
    ];

    /// <summary>What somebody chose, in their order; null: nothing. What the desk no longer has is left out.</summary>
    public static IReadOnlyList<ListColumn>? Read(string? kept, Desk desk)
    {
        if (kept is null) return null;
        var all = Of(desk).ToDictionary(c => c.Key, StringComparer.Ordinal);
        return [.. kept.Split(',').Distinct(StringComparer.Ordinal).Select(all.GetValueOrDefault).OfType<ListColumn>()];
    }

    public static string Kept(IEnumerable<ListColumn> columns) => string.Join(',', columns.Select(c => c.Key));

    /// <summary>For whoever chose nothing. The follow-up comes in the place of the day on which the ticket was opened: there is no room for both beside the subject.</summary>
    public static IReadOnlyList<ListColumn> Usual(Desk desk, TicketFilter filter, bool haveFollowUps)
    {
        var showsFollowUp = filter is { Due: not null } or { Order: TicketOrder.FollowUp } || (filter.Order is not TicketOrder.Created && haveFollowUps);
        return
        [
            new(ListColumnKind.Requester), new(ListColumnKind.Status), new(ListColumnKind.Priority),
            .. desk.SlaPolicies.Count > 0 || filter.Sla is not null ? [new ListColumn(ListColumnKind.Sla)] : Array.Empty<ListColumn>(),
            .. showsFollowUp ? [new ListColumn(ListColumnKind.FollowUp)] : Array.Empty<ListColumn>(),
            new(ListColumnKind.Assignee),
            .. showsFollowUp ? Array.Empty<ListColumn>() : [new ListColumn(ListColumnKind.Created)],
            new(ListColumnKind.LastActivity),
        ];
    }
}
