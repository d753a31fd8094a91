using System.Globalization;
using LiveDesk.Domain.Fields;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>
/// What an address asks of a custom field: of a choice one or several options with commas between them, of a number <c>5..10</c>, open at either end,
/// of a date days (<see cref="DayRangeText"/>), of any other a piece of its text.
/// </summary>
public static class FieldFilterText
{
    public const int LongestPiece = 200;
    private const string Between = "..";

    /// <summary>Null: the field cannot be asked so.</summary>
    public static FieldFilter? Read(CustomField field, string text) => field.Kind switch
    {
        FieldKind.Choice or FieldKind.Several => Options(field, text),
        FieldKind.Number => Numbers(text) is { } range ? new FieldFilter(field.Id, From: range.From, To: range.To) : null,
        FieldKind.Date => DayRangeText.Read(text) is { } days ? new FieldFilter(field.Id, From: days.From?.DayNumber, To: days.To?.DayNumber) : null,
        _ => text.Trim() is { Length: > 0 and <= LongestPiece } piece ? new FieldFilter(field.Id, Contains: piece) : null,
    };

    /// <summary>The same question in always the same words.</summary>
    public static string Of(CustomField field, FieldFilter filter) => field.Kind switch
    {
        FieldKind.Choice or FieldKind.Several => string.Join(',', (filter.Options ?? []).Select(o => o.ToString()).Order(StringComparer.Ordinal)),
        FieldKind.Number => filter.From == filter.To ? Number(filter.From) : $"{Number(filter.From)}{Between}{Number(filter.To)}",
        FieldKind.Date => DayRangeText.Of(new DayRange(Day(filter.From), Day(filter.To))),
        _ => filter.Contains ?? "",
    };

    private static FieldFilter? Options(CustomField field, string text)
    {
        FieldOption? Called(string name) => field.Options.OrderBy(o => o.IsGone).FirstOrDefault(o => AddressTerms.Means(o.Label, o.Id, name));
        if (Called(text) is { } one) return new FieldFilter(field.Id, [one.Id]);
        var several = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Called).ToList();
        return several.Count == 0 || several.Contains(null) ? null : new FieldFilter(field.Id, [.. several.Select(o => o!.Id).Distinct()]);
    }

    private static (double? From, double? To)? Numbers(string text)
    {
        var parts = text.Split(Between);
        if (parts.Length > 2 || parts.All(p => p.Length == 0)) return null;
        var numbers = parts.Select(Number).ToList();
        if (parts.Where((p, i) => p.Length > 0 && numbers[i] is null).Any() || numbers[0] > numbers[^1]) return null;
        return (numbers[0], numbers[^1]);
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Number(double? number) => number?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(double? number) => number is { } n ? DateOnly.FromDayNumber((int)n) : null;
}
