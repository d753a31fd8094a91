using System.Globalization;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Sla;
using Microsoft.AspNetCore.WebUtilities;

namespace LiveDesk.Web.Tickets;

/// <summary>The list's filter as it stands in the address, both ways. What is not understood is left out and named.</summary>
public sealed record TicketListAddress(TicketFilter Filter, IReadOnlyList<string> NotUnderstood)
{
    /// <param name="me">What <c>assignee=me</c> means.</param>
    public static TicketListAddress Read(Uri address, Desk desk, Guid? me, DateTimeOffset now)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        var rubbish = new List<string>();
        T? One<T>(string name, Func<string, T?> read) where T : struct
        {
            if (!query.TryGetValue(name, out var value) || value.ToString() is not { Length: > 0 } text) return null;
            var understood = read(text);
            if (understood is null) rubbish.Add($"{name}={(text.Length > 40 ? text[..40] + "…" : text)}");
            return understood;
        }
        var status = One<Guid>("status", text => desk.Statuses.FirstOrDefault(s => string.Equals(s.Name, text, StringComparison.OrdinalIgnoreCase))?.Id);
        var filter = new TicketFilter(desk.Id)
        {
            Statuses = status is { } s ? [s] : null,
            Priority = One<Priority>("priority", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && Enum.IsDefined((Priority)n) ? (Priority)n : null),
            Assignee = One<Guid>("assignee", text => text is "none" ? Guid.Empty : text is "me" ? me : Guid.TryParse(text, out var id) ? id : null),
            Department = One<Guid>("department", text => desk.Departments.FirstOrDefault(d => string.Equals(d.Name, text, StringComparison.OrdinalIgnoreCase))?.Id),
            Category = One<Guid>("category", text => desk.Categories.FirstOrDefault(c => string.Equals(c.Name, text, StringComparison.OrdinalIgnoreCase))?.Id),
            Search = query.TryGetValue("q", out var q) && q.ToString().Trim() is { Length: > 0 and <= 200 } words ? words : null,
            Sla = One<SlaState>("sla", text => SlaText.Read(text)),
            Now = now,
            IsAside = One<bool>("view", text => text is "trash" ? true : null) ?? false,
            Order = One<TicketOrder>("sort", text => Enum.TryParse<TicketOrder>(text, ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : null) ?? DefaultOrder(desk),
            Ascending = One<bool>("dir", text => text is "asc" ? true : text is "desc" ? false : null) ?? false,
            Page = One<int>("page", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 1_000_000 ? n : null) ?? 1,
        };
        return new TicketListAddress(filter, rubbish);
    }

    private static TicketOrder DefaultOrder(Desk desk) => desk.Settings.OpensOn is OpensOn.ListByCreation ? TicketOrder.Created : TicketOrder.LastActivity;
}
