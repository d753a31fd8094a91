using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What the columns of a board are.</summary>
public enum BoardBy { Status, Assignee, Priority, Department }

/// <summary>A column of a board.</summary>
/// <param name="Id">The status, the owner or the department; empty: nobody, and a department that whoever looks does not see.</param>
/// <param name="Priority">Of a board of priorities.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ColumnKey(Guid Id, Priority? Priority = null);

/// <summary>A board as it was when it was read. Shared by every screen that shows it: nobody changes it.</summary>
public sealed class Board
{
    public static readonly Board Empty = new([]);
    private static readonly TicketCard[] NoCards = [];

    private readonly ConcurrentDictionary<BoardBy, Dictionary<ColumnKey, TicketCard[]>> _columns = new();
    private readonly IReadOnlySet<Guid>? _departments;

    /// <param name="before">The board as it was read before: a card or column that is the same is the same object, so a screen sees at a glance what changed, and what it drew before holds nothing of its own.</param>
    /// <param name="departments">All that whoever looks sees of the desk; null: every one.</param>
    public Board(IReadOnlyList<TicketCard> cards, Board? before = null, IReadOnlySet<Guid>? departments = null)
    {
        _departments = departments;
        var known = before?.Cards.ToDictionary(c => c.Id) ?? [];
        Cards = [.. cards.Select(c => known.GetValueOrDefault(c.Id) is { } same && same == c ? same : c)];
        // Laid out at once by status, and as somebody looked at it before; any other way when it is asked for.
        foreach (var by in (before?._columns.Keys ?? []).Append(BoardBy.Status).Distinct()) _columns[by] = LaidOut(by, before?._columns.GetValueOrDefault(by));
    }

    /// <summary>Last activity first.</summary>
    public IReadOnlyList<TicketCard> Cards { get; }

    public ICollection<TicketCard> InStatus(Guid statusId) => In(BoardBy.Status, new ColumnKey(statusId));

    /// <summary>A ticket stands under its owner, whoever else has it. What is done is only on the board of statuses.</summary>
    public ICollection<TicketCard> In(BoardBy by, ColumnKey column) => Columns(by).TryGetValue(column, out var cards) ? cards : NoCards;

    /// <summary>Those in which there is a card.</summary>
    public IReadOnlyCollection<ColumnKey> ColumnsIn(BoardBy by) => Columns(by).Keys;

    public ColumnKey ColumnOf(TicketCard card, BoardBy by) => by switch
    {
        BoardBy.Assignee => new ColumnKey(card.OwnerId ?? Guid.Empty),
        BoardBy.Priority => new ColumnKey(Guid.Empty, card.Priority),
        BoardBy.Department => new ColumnKey(_departments?.Contains(card.DepartmentId) == false ? Guid.Empty : card.DepartmentId),
        _ => new ColumnKey(card.StatusId),
    };

    private Dictionary<ColumnKey, TicketCard[]> Columns(BoardBy by) => _columns.GetOrAdd(by, b => LaidOut(b, before: null));

    private Dictionary<ColumnKey, TicketCard[]> LaidOut(BoardBy by, Dictionary<ColumnKey, TicketCard[]>? before) =>
        Cards.Where(c => by is BoardBy.Status || c.StatusCategory.IsOpen()).GroupBy(c => ColumnOf(c, by)).ToDictionary(g => g.Key, g => Same([.. g], before?.GetValueOrDefault(g.Key)));

    private static TicketCard[] Same(TicketCard[] now, TicketCard[]? before) => before is not null && before.AsSpan().SequenceEqual(now) ? before : now;
}

/// <summary>Boards, each read once for all who see the same of it (<see cref="SharedReads{T}"/>).</summary>
public sealed class BoardQueries(TicketQueries tickets, ILiveFeed feed, TimeProvider clock) : IDisposable
{
    /// <summary>As many changed tickets as are read by themselves rather than with the whole board.</summary>
    private const int MostParts = 50;

    private readonly SharedReads<Board> _shared = new(feed, clock, s => s.Subject is { Kind: SubjectKind.Chat } ? null : s.Subject.DeskId ?? Guid.Empty, s => s.Subject.Kind is SubjectKind.Ticket ? s.Subject.Id : null);

    /// <summary>The whole board of a desk.</summary>
    public Task<Board> BoardAsync(Actor me, Guid deskId, CancellationToken ct = default) => BoardAsync(me, new TicketFilter(deskId), ct);

    /// <inheritdoc cref="TicketQueries.BoardAsync(Actor, TicketFilter, CancellationToken)"/>
    public Task<Board> BoardAsync(Actor me, TicketFilter filter, CancellationToken ct = default) =>
        _shared.ReadAsync(filter.DeskId, $"{SightOn(me.Sight, filter.DeskId)} {Json.Write(filter with { Now = default })}", async (now, before) =>
            new Board(await CardsAsync(me, filter with { Now = now }, before), before?.Value, me.Sight.All || me.Sight.Desks.Contains(filter.DeskId) ? null : me.Sight.Departments), ct);

    /// <summary>Of a board that nothing narrows only what changed is read: on a busy desk the rest would be most of its work.</summary>
    private async Task<IReadOnlyList<TicketCard>> CardsAsync(Actor me, TicketFilter filter, Before<Board>? before)
    {
        if (filter.Narrows || filter.IsAside || before is not { Changed: { Count: <= MostParts } changed, Value.Cards: { Count: < TicketQueries.MostOnBoard } cards }) return await tickets.BoardAsync(me, filter, CancellationToken.None);
        var now = await tickets.OnBoardAsync(me, filter.DeskId, filter.Now, changed, CancellationToken.None);
        return [.. cards.Where(c => !changed.Contains(c.Id) && TicketQueries.IsOnBoard(c, filter.Now)).Concat(now).OrderByDescending(c => c.LastActivityAt)];
    }

    public void Dispose() => _shared.Dispose();

    /// <summary>A customer sees none of it: theirs are their own.</summary>
    internal static string SightOn(Sight sight, Guid deskId) =>
        sight.ContactId is { } contact ? $"contact {contact}" : sight.All || sight.Desks.Contains(deskId) ? "all" : string.Join(' ', sight.Departments.Order());
}
