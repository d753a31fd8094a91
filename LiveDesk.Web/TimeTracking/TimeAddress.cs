using System.Globalization;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Web.Shell;

namespace LiveDesk.Web.TimeTracking;

/// <summary>The report's filter as it stands in the address of the page and of the file. What is not understood is left out and named.</summary>
public sealed record TimeAddress(TimeFilter Filter, IReadOnlyList<string> NotUnderstood)
{
    /// <summary>Without a period it is this month.</summary>
    /// <param name="queryText">As in an address, with or without “?”.</param>
    public static TimeAddress Read(string queryText, DateOnly today)
    {
        var query = new AddressQuery(queryText);
        DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        Guid? Id(string text) => Guid.TryParse(text, out var id) ? id : null;
        var from = query.One("from", Day) ?? new DateOnly(today.Year, today.Month, 1);
        var filter = new TimeFilter(from, query.One("to", Day) ?? (from > today ? from : today))
        {
            DeskId = query.One("desk", Id),
            PersonId = query.One("person", Id),
            OrganisationId = query.One("organisation", Id),
            RecordId = query.One("record", Id),
            Billable = query.One<bool>("billable", text => text is "yes" ? true : text is "no" ? false : null),
            Page = query.Page,
        };
        return new TimeAddress(filter, query.NotUnderstood);
    }

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
