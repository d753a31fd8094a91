namespace LiveDesk.Domain.Assistant;

/// <summary>One sentence of a proposed reply, with where it stands in the knowledge base.</summary>
/// <param name="Supported">It was found in its passage. A sentence without support is shown marked, never silently.</param>
public sealed record DraftSentence(string Text, IReadOnlyList<DraftSource> Sources, bool Supported);

/// <param name="Internal">For the desk's own people: it may be read, it is never cited to a customer.</param>
public sealed record DraftSource(Guid ArticleId, Guid PassageId, int Revision, string Title, string Heading, string Quote, bool Internal = false);

/// <summary>What the assistant proposes. <see cref="Sentences"/> empty means "I don't know". <see cref="Nearest"/> names articles to look at besides.</summary>
/// <param name="Problem">Why the configured model did not answer, in words; the sentences then come from the articles word for word.</param>
public sealed record DraftProposal(Guid Id, IReadOnlyList<DraftSentence> Sentences, IReadOnlyList<DraftSource> Nearest, string Model, string? Problem = null)
{
    public bool Knows => Sentences.Count > 0;
}

/// <summary>Every call of the assistant is on record: what it was asked for, what it cost, whether a person used it.</summary>
public sealed class AssistantCall
{
    private AssistantCall() { }

    public AssistantCall(Guid id, Guid? deskId, Guid? ticketId, Guid? askedBy, string purpose, string model, DateTimeOffset at) =>
        (Id, DeskId, TicketId, AskedBy, Purpose, Model, At) = (id, deskId, ticketId, askedBy, purpose, model, at);

    public Guid Id { get; private set; }
    public Guid? DeskId { get; private set; }
    public Guid? TicketId { get; private set; }
    public Guid? AskedBy { get; private set; }
    public string Purpose { get; private set; } = "";
    public string Model { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
    public long? InputTokens { get; private set; }
    public long? OutputTokens { get; private set; }
    public int Milliseconds { get; private set; }
    public string? Problem { get; private set; }
    public bool Answered { get; private set; }
    public bool? Accepted { get; private set; }
    /// <summary>The question, kept when it could not be answered: the beginning of a knowledge gap.</summary>
    public string? Unanswered { get; private set; }

    public void Took(int milliseconds, long? inputTokens, long? outputTokens) => (Milliseconds, InputTokens, OutputTokens) = (milliseconds, inputTokens, outputTokens);
    public void WasAnswered() => Answered = true;
    public void WasNotAnswered(string question) => Unanswered = question.Length > 500 ? question[..500] : question;
    public void Failed(string problem) => Problem = problem.Length > 500 ? problem[..500] : problem;
    public void WasUsed(bool accepted) => Accepted = accepted;
}
