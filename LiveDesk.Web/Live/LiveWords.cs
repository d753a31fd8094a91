using LiveDesk.Domain;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Live;

/// <summary>Names the words about colleagues: <c>LiveWords.resx</c> and its translations.</summary>
public sealed class LiveWords;

internal static class LiveNames
{
    /// <summary>As in <c>data-doing</c>.</summary>
    public static string Word(this Doing doing) => doing.ToString().ToLowerInvariant();

    public static string Name(this ColleaguePlace place, IStringLocalizer words) => place switch
    {
        { Ticket: { } ticket } => $"{ticket.Shown} {place.Title}",
        { Kind: SubjectKind.Chat } => words["ChatWith", place.Title],
        _ => place.Title,
    };
}
