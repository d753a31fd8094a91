namespace LiveDesk.Web.Settings;

/// <summary>Words of how a desk treats its tickets: RulesWords.resx and its translations.</summary>
public sealed class RulesWords;
