namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of a ticket's story: what of it is shown, and how the ticket was.</summary>
public sealed class StoryWords;
