namespace LiveDesk.Web.Shell;

/// <summary>The words of the palette and of the sheet of keys (Client/desk/keys.ts).</summary>
public sealed class KeyboardWords;
