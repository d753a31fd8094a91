using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Tickets;

/// <summary>Lays out the columns of a board for whoever looks.</summary>
public sealed class BoardLanes(DeskCatalogue catalogue, IStringLocalizer<TicketWords> words, IStringLocalizer<BoardWords> boardWords)
{
    /// <param name="facts">Of a ticket, by its id: what its card does not show.</param>
    public async Task<BoardPlan> PlanAsync(Actor me, Desk desk, Board board, BoardBy by, Func<Guid, Task<CardFacts?>> facts, CancellationToken ct)
    {
        var people = by is BoardBy.Assignee ? await catalogue.ActorsAsync(ct) : new Dictionary<Guid, Actor>();
        IEnumerable<BoardLane> lanes = by switch
        {
            BoardBy.Assignee => await PeopleAsync(desk, board, ct),
            BoardBy.Priority => Enum.GetValues<Priority>().Reverse().Select(p => new BoardLane(new ColumnKey(Guid.Empty, p), PriorityWords.Word(p, desk, words), $"priority-{(int)p}")),
            BoardBy.Department => desk.Departments.Where(d => me.Sight.Covers(desk.Id, [d.Id])).Select(d => new BoardLane(new ColumnKey(d.Id), d.Name)).Concat(Elsewhere(board)),
            _ => desk.Statuses.Where(s => s.Enabled || board.InStatus(s.Id).Count > 0).Select(s => new BoardLane(new ColumnKey(s.Id), s.Name, s.Look(), s)),
        };
        return new BoardPlan(desk, by, [.. lanes], people, facts);
    }

    /// <summary>Nobody, those who work on the desk, and whoever else still has a ticket.</summary>
    private async Task<IEnumerable<BoardLane>> PeopleAsync(Desk desk, Board board, CancellationToken ct)
    {
        var members = await catalogue.MembersAsync(desk.Id, ct);
        var others = new List<BoardLane>();
        foreach (var owner in board.ColumnsIn(BoardBy.Assignee).Where(c => c.Id != Guid.Empty && members.All(m => m.Id != c.Id)))
            others.Add(new BoardLane(owner, (await catalogue.PersonAsync(owner.Id, ct))?.Name ?? "?"));
        return [new BoardLane(default, words["Unassigned"]), .. members.Select(m => new BoardLane(new ColumnKey(m.Id), m.Name)), .. others.OrderBy(o => o.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>Tickets that this person sees for a further department of theirs.</summary>
    private IEnumerable<BoardLane> Elsewhere(Board board) => board.In(BoardBy.Department, default).Count > 0 ? [new BoardLane(default, boardWords["OtherDepartment"])] : [];
}
