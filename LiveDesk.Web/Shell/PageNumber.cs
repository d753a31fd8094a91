using System.Globalization;

namespace LiveDesk.Web.Shell;

/// <summary>
/// The page of a list, as an address has it. Anybody may write an address: what is no number means the first page. (A component's parameter
/// that is a number itself would break the page.)
/// </summary>
internal static class PageNumber
{
    private const int Highest = 1_000_000;

    public static int Of(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < Highest ? number : 1;
}
