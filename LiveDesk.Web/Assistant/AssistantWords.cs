namespace LiveDesk.Web.Assistant;

/// <summary>The words of the assistant: <c>AssistantWords.resx</c>, and one file a language.</summary>
public sealed class AssistantWords;
