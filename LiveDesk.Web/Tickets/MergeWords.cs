namespace LiveDesk.Web.Tickets;

/// <summary>Names the words of merging, splitting and answering all children.</summary>
public sealed class MergeWords;
