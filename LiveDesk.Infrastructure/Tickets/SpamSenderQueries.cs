using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="Pages">At least one.</param>
public sealed record SpamSenderRows(IReadOnlyList<SpamSenderRow> Senders, int Total, int Page, int Pages);

public sealed record SpamSenderRow(Guid Id, string Sender, string AddedBy, DateTimeOffset AddedAt);

/// <summary>The list of a desk's senders of spam, for whoever keeps the desk.</summary>
public sealed class SpamSenderQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    private const int PageSize = 50;

    /// <param name="words">A part of the address; null: all of them.</param>
    public async Task<SpamSenderRows> ListAsync(Actor me, Guid deskId, string? words, int page, CancellationToken ct = default)
    {
        await DemandDeskAsync(catalogue, me, deskId, ct);
        await using var db = desk.OpenFor(me);
        var found = db.SpamSenders.AsNoTracking().Where(s => s.DeskId == deskId);
        if (words?.Trim().ToLowerInvariant() is { Length: > 0 } part) found = found.Where(s => s.Sender.Contains(part));
        var total = await found.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var at = Math.Clamp(page, 1, pages);
        var rows = await found.OrderBy(s => s.Sender).Skip((at - 1) * PageSize).Take(PageSize).Select(s => new SpamSenderRow(s.Id, s.Sender, s.AddedBy, s.AddedAt)).ToListAsync(ct);
        return new SpamSenderRows(rows, total, at, pages);
    }

    internal static async Task DemandDeskAsync(DeskCatalogue catalogue, Actor me, Guid deskId, CancellationToken ct)
    {
        me.Demand(Right.ManageDesks);
        if ((await catalogue.DesksOfAsync(me, ct)).All(d => d.Id != deskId)) throw new NotFoundException("desk");
    }
}
