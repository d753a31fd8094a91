using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Web.Compose;

// What the nodes tell each other about open drafts. Told, never kept; no screen hears it but through the compose hub.

/// <summary>Somebody's cursor in a draft, as their browser describes it; the name is the server's own.</summary>
/// <param name="Client">The browser's id in the draft's document.</param>
/// <param name="State">Null: the hand is out of the draft.</param>
public sealed record DraftHandMoved(Guid SubjectId, Audience Audience, int Epoch, long Client, Guid PersonId, string Name, string? State, Guid FromNode) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>Somebody opened it: whoever is in it says so once more.</summary>
public sealed record DraftHandsAsked(Guid SubjectId, Audience Audience, Guid FromNode) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

public sealed record DraftWasTakenOver(Guid SubjectId, Audience Audience, Guid PersonId, string Name, Guid FromNode) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>A draft has text now, or no longer, or a review was asked for: lists of drafts look again.</summary>
/// <param name="Reviewer">Who is asked to read it from now on; null when nobody is (any more).</param>
public sealed record DraftsStandOtherwise(FactSubject Where, Guid? Reviewer = null) : Fact
{
    public override FactSubject Subject => Where;
}
