namespace LiveDesk.Web.Tickets;

/// <summary>Who moved a card a moment ago; shown on it until then (UTC).</summary>
public sealed record Mover(string Name, DateTimeOffset Until);
