using System.Collections;
using LiveDesk.Domain.Tickets;
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
    /// <param name="tickets">Those that the cards are of.</param>
    internal static async Task<List<TicketCard>> OnAsync(List<TicketCard> cards, IQueryable<Ticket> tickets, CancellationToken ct)
    {
        if (cards.Count == 0) return cards;
        var hands = (await tickets.SelectMany(t => t.Assignees).Select(a => new { a.TicketId, a.PersonId }).ToListAsync(ct)).ToLookup(a => a.TicketId, a => a.PersonId);
        return hands.Count == 0 ? cards : cards.ConvertAll(c => hands.Contains(c.Id) ? c with { Others = new OtherHands(hands[c.Id].Where(p => p != c.OwnerId)) } : c);
    }
}
