using System.Globalization;
using LiveDesk.Infrastructure.TimeTracking;
using Microsoft.AspNetCore.WebUtilities;

namespace LiveDesk.Web.TimeTracking;

/// <summary>The report's filter as it stands in the address of the page and of the file. What is not understood is left out and named.</summary>
public sealed record TimeAddress(TimeFilter Filter, IReadOnlyList<string> NotUnderstood)
{
    /// <summary>Without a period it is this month.</summary>
    /// <param name="queryText">As in an address, with or without “?”.</param>
    public static TimeAddress Read(string queryText, DateOnly today)
    {
        var query = QueryHelpers.ParseQuery(queryText);
        var rubbish = new List<string>();
        T? One<T>(string name, Func<string, T?> read) where T : struct
        {
            if (!query.TryGetValue(name, out var value) || value.ToString() is not { Length: > 0 } text) return null;
            var understood = read(text);
            if (understood is null) rubbish.Add($"{name}={(text.Length > 40 ? text[..40] + "…" : text)}");
            return understood;
        }
        DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        Guid? Id(string text) => Guid.TryParse(text, out var id) ? id : null;
        var from = One("from", Day) ?? new DateOnly(today.Year, today.Month, 1);
        var filter = new TimeFilter(from, One("to", Day) ?? (from > today ? from : today))
        {
            DeskId = One("desk", Id),
            PersonId = One("person", Id),
            OrganisationId = One("organisation", Id),
            Billable = One<bool>("billable", text => text is "yes" ? true : text is "no" ? false : null),
            Page = One<int>("page", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 1_000_000 ? n : null) ?? 1,
        };
        return new TimeAddress(filter, rubbish);
    }

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
