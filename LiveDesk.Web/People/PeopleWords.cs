namespace LiveDesk.Web.People;

/// <summary>Words of the customers' pages: PeopleWords.resx and its translations.</summary>
public sealed class PeopleWords;
