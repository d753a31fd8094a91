namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of dates and to-dos.</summary>
public sealed class TodoWords;
