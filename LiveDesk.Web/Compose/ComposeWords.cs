namespace LiveDesk.Web.Compose;

/// <summary>The words of the composer.</summary>
public sealed class ComposeWords;
