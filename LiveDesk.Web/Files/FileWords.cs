namespace LiveDesk.Web.Files;

/// <summary>The words about files; they stand in the .resx files beside this one.</summary>
public sealed class FileWords;
