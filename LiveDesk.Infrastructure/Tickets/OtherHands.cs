using System.Collections;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>The assignees of a ticket beside its owner. Two lists of the same people are equal, so that a card that did not change is not drawn anew.</summary>
public sealed class OtherHands(IEnumerable<Guid> people) : IReadOnlyList<Guid>, IEquatable<OtherHands>
{
    public static readonly OtherHands None = new([]);

    private readonly Guid[] _people = [.. people.Order()];

    public int Count => _people.Length;
    public Guid this[int index] => _people[index];

    public bool Equals(OtherHands? other) => other is not null && _people.AsSpan().SequenceEqual(other._people);
    public override bool Equals(object? obj) => Equals(obj as OtherHands);
    public override int GetHashCode() => _people.Length == 0 ? 0 : HashCode.Combine(_people.Length, _people[0]);
    public IEnumerator<Guid> GetEnumerator() => ((IEnumerable<Guid>)_people).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One question for all the cards; most desks have none.</summary>
    internal static async Task<List<TicketCard>> OnAsync(DeskDb db, List<TicketCard> cards, CancellationToken ct)
    {
        if (cards.Count == 0) return cards;
        var ids = cards.ConvertAll(c => c.Id);
        var hands = (await db.Set<Assignee>().Where(a => EF.Parameter(ids).Contains(a.TicketId)).Select(a => new { a.TicketId, a.PersonId }).ToListAsync(ct)).ToLookup(a => a.TicketId, a => a.PersonId);
        return hands.Count == 0 ? cards : cards.ConvertAll(c => hands.Contains(c.Id) ? c with { Others = new OtherHands(hands[c.Id].Where(p => p != c.OwnerId)) } : c);
    }
}
