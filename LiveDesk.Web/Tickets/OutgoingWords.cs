namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of replies that wait to be sent.</summary>
public sealed class OutgoingWords;
