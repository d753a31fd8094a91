namespace LiveDesk.Web.Settings;

/// <summary>Words of the settings: SettingsWords.resx and its translations.</summary>
public sealed class SettingsWords;
