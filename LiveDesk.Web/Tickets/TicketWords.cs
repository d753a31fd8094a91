namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of board, list and ticket page.</summary>
public sealed class TicketWords;
