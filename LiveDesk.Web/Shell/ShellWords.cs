namespace LiveDesk.Web.Shell;

/// <summary>Names the words of the frame: <c>ShellWords.resx</c> and its translations.</summary>
public sealed class ShellWords;
