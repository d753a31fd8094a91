using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>A column as it stands on somebody's board.</summary>
/// <param name="Look">The classes of its head.</param>
/// <param name="Status">Of a board of statuses.</param>
public sealed record BoardLane(ColumnKey Key, string Name, string Look = "", Status? Status = null);

/// <summary>What a menu of moves offers.</summary>
public sealed record MoveChoice<T>(T To, string Name, MoveVerdict Verdict, bool IsStatus = true);

/// <summary>The columns of a board, and what a card that comes into one of them becomes. Asked before a drop and by the card's menu.</summary>
/// <param name="people">Who works here, with the rights they have now.</param>
/// <param name="facts">Of a ticket, by its id: what its card does not show.</param>
public sealed class BoardPlan(Desk desk, BoardBy by, IReadOnlyList<BoardLane> lanes, IReadOnlyDictionary<Guid, Actor> people, Func<Guid, Task<CardFacts?>> facts)
{
    public static readonly BoardPlan None = new(null!, BoardBy.Status, [], new Dictionary<Guid, Actor>(), _ => Task.FromResult<CardFacts?>(null));

    public BoardBy By => by;
    public IReadOnlyList<BoardLane> Lanes => lanes;

    /// <summary>What a verdict on this card needs to know besides; null: nothing.</summary>
    public async Task<CardFacts?> AskAsync(TicketCard card) => by switch
    {
        BoardBy.Assignee when desk.Settings.DepartmentsLimitSight => await facts(card.Id),
        BoardBy.Priority when card.Priority is Priority.Urgent => await facts(card.Id),
        _ => null,
    };

    /// <param name="known">Null while it is asked for: then only the card counts.</param>
    public MoveVerdict Verdict(TicketCard card, CardFacts? known, BoardLane to) => by switch
    {
        BoardBy.Assignee => ToPerson(card, known, to.Key.Id),
        BoardBy.Priority => HandOver.To(to.Key.Priority!.Value, card.Priority, known?.PrioritySource ?? PrioritySource.Agent),
        BoardBy.Department => to.Key.Id == card.DepartmentId || to.Key.Id == Guid.Empty ? MoveVerdict.AlreadyThere : MoveVerdict.Allowed,
        _ => desk.MayMove(card.StatusId, to.Key.Id, hasResolution: false),
    };

    /// <summary>All but where it is.</summary>
    public async Task<IReadOnlyList<MoveChoice<BoardLane>>> ChoicesAsync(TicketCard card)
    {
        var known = await AskAsync(card);
        return [.. lanes.Where(l => l.Status is not { Enabled: false }).Select(l => new MoveChoice<BoardLane>(l, l.Name, Verdict(card, known, l), by is BoardBy.Status)).Where(c => c.Verdict.Answer is not MoveAnswer.AlreadyThere)];
    }

    /// <summary>Into which column a fact brought which card; null: into none.</summary>
    public (Guid TicketId, ColumnKey To)? MoveIn(Fact fact) => (by, fact) switch
    {
        (BoardBy.Status, TicketWasMoved moved) => (moved.TicketId, new ColumnKey(moved.To)),
        (BoardBy.Assignee, TicketWasAssigned given) => (given.TicketId, new ColumnKey(given.To ?? Guid.Empty)),
        (BoardBy.Priority, TicketWasPrioritised urgent) => (urgent.TicketId, new ColumnKey(Guid.Empty, urgent.To)),
        (BoardBy.Department, TicketChangedDepartment went) => (went.TicketId, new ColumnKey(went.To)),
        _ => null,
    };

    private MoveVerdict ToPerson(TicketCard card, CardFacts? known, Guid person) =>
        person == (card.OwnerId ?? Guid.Empty) ? MoveVerdict.AlreadyThere
        : person == Guid.Empty ? MoveVerdict.Allowed
        : HandOver.To(people.GetValueOrDefault(person), desk.Id, [known?.DepartmentId ?? card.DepartmentId, .. known?.ExtraDepartments ?? []]);
}
