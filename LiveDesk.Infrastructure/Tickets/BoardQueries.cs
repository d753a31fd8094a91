using System.Collections.Concurrent;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A board as it was when it was read. Shared by every screen that shows it: nobody changes it.</summary>
public sealed class Board(IReadOnlyList<TicketCard> cards)
{
    public static readonly Board Empty = new([]);

    private readonly Dictionary<Guid, TicketCard[]> _columns = cards.GroupBy(c => c.StatusId).ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>Last activity first.</summary>
    public IReadOnlyList<TicketCard> Cards => cards;

    public ICollection<TicketCard> InStatus(Guid statusId) => _columns.TryGetValue(statusId, out var column) ? column : [];
}

/// <summary>
/// A change on a desk makes every board of it look again, all at the same moment and most of them at the same thing. So one read serves all
/// whose sight is the same, until the next change. It subscribes before any screen does: when a screen hears of a change, what was
/// read before it is forgotten already.
/// </summary>
public sealed class BoardQueries : IDisposable
{
    /// <summary>Finished tickets leave the board by time alone; so does a reading.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);
    private const int MostKept = 64;

    private readonly TicketQueries _tickets;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, long> _changes = new();
    private readonly ConcurrentDictionary<(Guid Desk, string Sight), Reading> _readings = new();
    private long _allChanged;

    public BoardQueries(TicketQueries tickets, ILiveFeed feed, TimeProvider clock)
    {
        (_tickets, _clock) = (tickets, clock);
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Sequence > 0 || s.Fact is FeedCameBack, Forget);
    }

    /// <inheritdoc cref="TicketQueries.BoardAsync"/>
    public async Task<Board> BoardAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        var (key, stand, now) = ((deskId, SightOn(me.Sight, deskId)), Stand(deskId), _clock.GetUtcNow());
        if (_readings.TryGetValue(key, out var last) && last.Stand == stand && now - last.At < Lasts && last.Board is { IsFaulted: false, IsCanceled: false }) return await last.Board.WaitAsync(ct);
        if (_readings.Count > MostKept) _readings.Clear();
        // Nobody's own: the others wait for it too, so it goes on when the first one leaves.
        var board = ReadAsync(me, deskId, now);
        _readings[key] = new Reading(stand, now, board);
        return await board.WaitAsync(ct);
    }

    public void Dispose() => _subscription.Dispose();

    private async Task<Board> ReadAsync(Actor me, Guid deskId, DateTimeOffset now) => new(await _tickets.BoardAsync(me, deskId, now, CancellationToken.None));

    private void Forget(LiveSignal signal)
    {
        if (signal.Fact.Subject is { Kind: SubjectKind.Chat }) return;
        if (signal.Fact.Subject.DeskId is { } desk) _changes.AddOrUpdate(desk, 1, (_, n) => n + 1);
        else Interlocked.Increment(ref _allChanged);
    }

    private (long, long) Stand(Guid deskId) => (_changes.GetValueOrDefault(deskId), Interlocked.Read(ref _allChanged));

    /// <summary>Who sees the same of this desk has the same words here. A customer sees none of it: theirs are their own.</summary>
    private static string SightOn(Sight sight, Guid deskId) =>
        sight.ContactId is { } contact ? $"contact {contact}" : sight.All || sight.Desks.Contains(deskId) ? "all" : string.Join(' ', sight.Departments.Order());

    private sealed record Reading((long, long) Stand, DateTimeOffset At, Task<Board> Board);
}
