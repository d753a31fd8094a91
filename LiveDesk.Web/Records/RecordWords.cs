namespace LiveDesk.Web.Records;

/// <summary>Words of records, and of what a ticket has beside its fields: RecordWords.resx and its translations.</summary>
public sealed class RecordWords;
