namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of the board's columns.</summary>
public sealed class BoardWords;
