using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Tickets;

/// <summary>A priority in the desk's own words.</summary>
internal static class PriorityWords
{
    public static string Word(Priority priority, Desk desk, IStringLocalizer<TicketWords> words) =>
        desk.Settings.WordFor(priority) ?? words[$"Priority{(int)priority}"];
}
