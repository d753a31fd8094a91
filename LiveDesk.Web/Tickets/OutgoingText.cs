using System.Globalization;
using LiveDesk.Domain.Tickets;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Tickets;

/// <summary>A reply that waits, in words.</summary>
internal static class OutgoingText
{
    /// <summary>“tomorrow at 9:00”, in the server's time zone.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now, IStringLocalizer<OutgoingWords> words)
    {
        var (day, time) = (at.LocalDateTime.Date, at.LocalDateTime.ToString("t", CultureInfo.CurrentCulture));
        return (day - now.LocalDateTime.Date).Days switch
        {
            0 => words["Today", time],
            1 => words["Tomorrow", time],
            _ => words["OnDay", at.LocalDateTime.ToString("D", CultureInfo.CurrentCulture), time],
        };
    }

    /// <summary>“Ana's reply was not sent: the customer wrote meanwhile.”</summary>
    public static string NotSent(HeldBack why, string author, IStringLocalizer<OutgoingWords> words) =>
        words[$"NotSent.{why.Why}", author, why.By ?? words["Somebody"].Value, why.Sentence ?? ""];
}
