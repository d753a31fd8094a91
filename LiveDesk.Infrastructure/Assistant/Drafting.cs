using LiveDesk.Domain.Assistant;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Search;

namespace LiveDesk.Infrastructure.Assistant;

/// <summary>What a draft is made from: the customer's words and what the knowledge base has about them. Nothing else.</summary>
/// <param name="Messages">The customer's own, oldest first.</param>
/// <param name="Passages">Public ones above the desk's threshold, best first.</param>
public sealed record DraftQuestion(string Subject, IReadOnlyList<string> Messages, string CustomerName, IReadOnlyList<RankedPassage> Passages)
{
    /// <summary>What is searched for, and kept when there is no answer.</summary>
    public string Words => string.Join('\n', [Subject, .. Messages]);
}

public sealed record Drafted(IReadOnlyList<DraftSentence> Sentences, long? InputTokens = null, long? OutputTokens = null);

/// <summary>Makes a reply out of passages. It proposes text and can do nothing else.</summary>
public interface IDrafter
{
    /// <summary>What is recorded as the model.</summary>
    string Model { get; }

    /// <param name="progress">Told each sentence as soon as it stands.</param>
    /// <exception cref="DraftingException">It could not be done; the message is a sentence for the agent.</exception>
    Task<Drafted> DraftAsync(DraftQuestion question, IProgress<DraftSentence>? progress, CancellationToken ct);
}

public sealed class DraftingException(string message, Exception? inner = null) : Exception(message, inner);

internal static class DraftSources
{
    private const int QuoteLength = 400;

    public static DraftSource Source(this Passage p, string? quote = null) =>
        new(p.ArticleId, p.Id, p.Revision, p.Title, p.Heading, quote ?? (p.Text.Length <= QuoteLength ? p.Text : p.Text[..QuoteLength] + " …"), p.Visibility is Visibility.Internal);
}
