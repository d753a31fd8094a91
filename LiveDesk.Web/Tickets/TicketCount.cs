using System.Globalization;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>A number of tickets as it is shown: beyond what is counted only that there are more.</summary>
public static class TicketCount
{
    public static string Of(int count) => count > TicketQueries.MostCounted ? TicketQueries.MostCounted.ToString("N0", CultureInfo.CurrentCulture) + "+" : count.ToString(CultureInfo.CurrentCulture);
}
