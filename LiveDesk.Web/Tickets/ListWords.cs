namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of the list's columns and days.</summary>
public sealed class ListWords;
