namespace LiveDesk.Domain;

/// <summary>A rule of the desk was about to be broken. The message is a sentence that is shown to the person as it is.</summary>
public sealed class RuleViolation(string message, string? field = null) : Exception(message)
{
    /// <summary>The field the sentence is about, in the words of the form and the API (<c>subject</c>), when there is one.</summary>
    public string? Field { get; } = field;
}
