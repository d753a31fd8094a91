using System.Globalization;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>Where a ticket's story, an item of it, and the ticket as it was are to be found.</summary>
internal static class StoryAddress
{
    /// <param name="item">Its <see cref="StoryKey"/>.</param>
    public static string Of(long number, StoryShow show, string? item = null)
    {
        string?[] query = [show is StoryShow.Conversation ? null : $"show={WordOf(show)}", item is null ? null : $"item={Uri.EscapeDataString(item)}"];
        return $"/tickets/{Plain(number)}{(query.OfType<string>().Any() ? "?" : "")}{string.Join('&', query.OfType<string>())}";
    }

    /// <summary>As it was right after a line of its history.</summary>
    public static string Past(long number, long? line = null) => $"/tickets/{Plain(number)}/past{(line is { } id ? $"?at={Plain(id)}" : "")}";

    /// <summary>An old number leads on, with all that the address asks for.</summary>
    public static string LeadOn(Uri asked, long from, long to) =>
        $"/tickets/{Plain(to)}?from={Plain(from)}{string.Concat(asked.Query.Split('?', '&').Where(p => p.Length > 0 && !p.StartsWith("from=", StringComparison.Ordinal)).Select(p => $"&{p}"))}{asked.Fragment}";

    public static string WordOf(StoryShow show) => show.ToString().ToLowerInvariant();

    /// <summary>What nobody understands shows what is always shown.</summary>
    public static StoryShow Read(string? word) => Enum.TryParse<StoryShow>(word, ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : StoryShow.Conversation;

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
