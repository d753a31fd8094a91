namespace LiveDesk.Web.Help;

/// <summary>The words of the public help centre: <c>HelpWords.resx</c>, and one file a language.</summary>
public sealed class HelpWords;
