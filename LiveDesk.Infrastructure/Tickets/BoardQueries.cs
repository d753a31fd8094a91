using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A board as it was when it was read. Shared by every screen that shows it: nobody changes it.</summary>
public sealed class Board
{
    public static readonly Board Empty = new([]);
    private static readonly TicketCard[] NoCards = [];

    private readonly Dictionary<Guid, TicketCard[]> _columns;

    /// <param name="before">The board as it was read before: a card or column that is the same is the same object, so a screen sees at a glance what changed, and what it drew before holds nothing of its own.</param>
    public Board(IReadOnlyList<TicketCard> cards, Board? before = null)
    {
        var known = before?.Cards.ToDictionary(c => c.Id) ?? [];
        Cards = [.. cards.Select(c => known.GetValueOrDefault(c.Id) is { } same && same == c ? same : c)];
        _columns = Cards.GroupBy(c => c.StatusId).ToDictionary(g => g.Key, g => Same([.. g], before?._columns.GetValueOrDefault(g.Key)));
    }

    /// <summary>Last activity first.</summary>
    public IReadOnlyList<TicketCard> Cards { get; }

    public ICollection<TicketCard> InStatus(Guid statusId) => _columns.TryGetValue(statusId, out var column) ? column : NoCards;

    private static TicketCard[] Same(TicketCard[] now, TicketCard[]? before) => before is not null && before.AsSpan().SequenceEqual(now) ? before : now;
}

/// <summary>Boards, each read once for all who see the same of it (<see cref="SharedReads{T}"/>).</summary>
public sealed class BoardQueries(TicketQueries tickets, ILiveFeed feed, TimeProvider clock) : IDisposable
{
    private readonly SharedReads<Board> _shared = new(feed, clock, s => s.Subject is { Kind: SubjectKind.Chat } ? null : s.Subject.DeskId ?? Guid.Empty);

    /// <inheritdoc cref="TicketQueries.BoardAsync"/>
    public Task<Board> BoardAsync(Actor me, Guid deskId, CancellationToken ct = default) =>
        _shared.ReadAsync(deskId, SightOn(me.Sight, deskId), async (now, before) => new Board(await tickets.BoardAsync(me, deskId, now, CancellationToken.None), before), ct);

    public void Dispose() => _shared.Dispose();

    /// <summary>A customer sees none of it: theirs are their own.</summary>
    internal static string SightOn(Sight sight, Guid deskId) =>
        sight.ContactId is { } contact ? $"contact {contact}" : sight.All || sight.Desks.Contains(deskId) ? "all" : string.Join(' ', sight.Departments.Order());
}
