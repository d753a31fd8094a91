using System.Linq.Expressions;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Replies;

/// <summary>A canned response, ready for one ticket.</summary>
/// <param name="Text">Markdown, filled in.</param>
/// <param name="Shown">The same without Markdown's marks.</param>
/// <param name="Missing">Variables without a value here, as they still stand in the text.</param>
/// <param name="Raw">With its variables as they were written: for a reply that several tickets fill in, each for itself.</param>
public sealed record CannedOffer(Guid Id, string Name, CannedScope Scope, string Text, string Shown, IReadOnlyList<string> Missing, string Raw);

public sealed record CannedRow(Guid Id, CannedScope Scope, Guid OfId, Guid? DeskId, string Name, string Body, int Version);

public sealed record CannedPage(IReadOnlyList<CannedRow> Responses, int Total, int Page, int Pages);

public sealed class CannedResponseQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    public const int PageSize = 50;

    /// <summary>
    /// By name: one's own, those of the ticket's departments and of its desk. At most <see cref="CannedResponse.Most"/> of each.
    /// </summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<IReadOnlyList<CannedOffer>> ForTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        if (!me.IsStaff || !me.Role.Includes(Right.WorkTickets)) throw new NotFoundException("ticket");
        await using var db = desk.OpenFor(me);
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var values = await TicketVariables.OfAsync(db, me, ticket, await catalogue.DeskAsync(ticket.DeskId, ct), ct);
        List<Guid?> places = [me.Id, ticket.DeskId, .. ticket.Place.Departments];
        var found = await db.CannedResponses.AsNoTracking().Where(IsFor(me)).Where(c => places.Contains(c.OfId)).OrderBy(c => c.NameKey).ThenBy(c => c.Scope).ToListAsync(ct);
        return found.ConvertAll(c => Offer(c, values));
    }

    /// <summary>Those that this person may change: their own, and of the desks that they manage.</summary>
    /// <exception cref="NotFoundException">The role does not include answering customers.</exception>
    public async Task<CannedPage> ManagedAsync(Actor me, int page, CancellationToken ct = default)
    {
        if (!me.IsStaff || !me.Role.Includes(Right.WorkTickets)) throw new NotFoundException("page");
        await using var db = desk.OpenFor(me);
        var manages = me.Role.Includes(Right.ManageDesks);
        var mine = db.CannedResponses.AsNoTracking().Where(IsFor(me)).Where(c => manages || c.Scope == CannedScope.Personal);
        var total = await mine.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var at = Math.Clamp(page, 1, pages);
        var rows = await mine.OrderBy(c => c.NameKey).ThenBy(c => c.Id).Skip((at - 1) * PageSize).Take(PageSize)
            .Select(c => new CannedRow(c.Id, c.Scope, c.OfId, c.DeskId, c.Name, c.Body, c.Version)).ToListAsync(ct);
        return new CannedPage(rows, total, at, pages);
    }

    /// <summary>Of the personal ones, this person's alone; the rest is the sight's.</summary>
    internal static Expression<Func<CannedResponse, bool>> IsFor(Actor me)
    {
        var id = me.Id;
        return c => c.Scope != CannedScope.Personal || c.OfId == id;
    }

    private static CannedOffer Offer(CannedResponse response, VariableValues values)
    {
        var filled = Variables.Fill(response.Body, values);
        return new CannedOffer(response.Id, response.Name, response.Scope, filled.Text, MarkdownText.ToPlain(filled.Text), filled.Missing, response.Body);
    }
}
