namespace LiveDesk.Web.Fields;

/// <summary>Names the words of tags and custom fields.</summary>
public sealed class FieldWords;
