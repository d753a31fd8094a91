namespace LiveDesk.Web.Pocket;

/// <summary>The words of the pocket view.</summary>
public sealed class PocketWords;
