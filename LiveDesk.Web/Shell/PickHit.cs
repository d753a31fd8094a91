namespace LiveDesk.Web.Shell;

/// <summary>One of those that can be chosen.</summary>
/// <param name="More">What tells it from another one of its name.</param>
public sealed record PickHit(Guid Id, string Name, string? More = null);
