namespace LiveDesk.Web.Knowledge;

/// <summary>The words of the knowledge base: <c>KnowledgeWords.resx</c>, and one file a language.</summary>
public sealed class KnowledgeWords;
