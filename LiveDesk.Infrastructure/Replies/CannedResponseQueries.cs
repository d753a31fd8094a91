using System.Linq.Expressions;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
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
/// <param name="Macro">What it does besides; null: nothing.</param>
public sealed record CannedOffer(Guid Id, string Name, CannedScope Scope, string Text, string Shown, IReadOnlyList<string> Missing, string Raw, MacroOffer? Macro = null);

/// <param name="Version">Of the canned response, as it is offered.</param>
/// <param name="Problem">What it needs and the desk no longer has: it cannot be applied.</param>
public sealed record MacroOffer(int Version, IReadOnlyList<MacroChange> Changes, bool AsNote, Guid? StatusId, string? Problem);

/// <summary>One thing that a macro changes.</summary>
/// <param name="What">Status, Priority, Assignee, Department, Category, Type or Tag.</param>
/// <param name="To">What it becomes: a name, or a priority's number where the desk has no word of its own. Null: nobody.</param>
public sealed record MacroChange(string What, string? To);

public sealed record CannedRow(Guid Id, CannedScope Scope, Guid OfId, Guid? DeskId, string Name, string Body, int Version, MacroActions? Actions = null);

public sealed record CannedPage(IReadOnlyList<CannedRow> Responses, int Total, int Page, int Pages);

/// <param name="People">To whom it is offered.</param>
/// <param name="Waiting">Replies that wait to be sent and will do what it does.</param>
public sealed record CannedUse(int People, int Waiting);

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
        var home = await catalogue.DeskAsync(ticket.DeskId, ct);
        var (values, people) = (await TicketVariables.OfAsync(db, me, ticket, home, ct), await catalogue.ActorsAsync(ct));
        List<Guid?> places = [me.Id, ticket.DeskId, .. ticket.Place.Departments];
        var found = await db.CannedResponses.AsNoTracking().Where(IsFor(me)).Where(c => places.Contains(c.OfId)).OrderBy(c => c.NameKey).ThenBy(c => c.Scope).ToListAsync(ct);
        // One's own macro for one desk means nothing on another.
        return [.. found.Where(c => c.Actions?.DeskId is not { } of || of == home.Id).Select(c => Offer(c, values, c.Actions is { } does ? MacroOf(does, c.Version, me, home, people) : null))];
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
            .Select(c => new CannedRow(c.Id, c.Scope, c.OfId, c.DeskId, c.Name, c.Body, c.Version, c.Actions)).ToListAsync(ct);
        return new CannedPage(rows, total, at, pages);
    }

    /// <summary>What somebody who changes or deletes it has to know.</summary>
    public async Task<CannedUse> UseAsync(Actor me, CannedRow response, CancellationToken ct = default)
    {
        if (!me.IsStaff || !me.Role.Includes(Right.WorkTickets)) throw new NotFoundException("page");
        await using var db = desk.OpenFor(me);
        var waiting = await db.Tickets.SelectMany(t => t.Outgoing).AsNoTracking().Select(o => o.Macros).ToListAsync(ct);
        var people = 1;
        if (response is { Scope: not CannedScope.Personal, DeskId: { } of })
        {
            var (members, actors) = (await catalogue.MembersAsync(of, ct), await catalogue.ActorsAsync(ct));
            people = response.Scope is CannedScope.Desk ? members.Count : members.Count(m => actors.GetValueOrDefault(m.Id)?.Sight.Covers(of, [response.OfId]) is true);
        }
        return new CannedUse(people, waiting.Count(macros => macros.Any(m => m.Id == response.Id)));
    }

    /// <summary>Of the personal ones, this person's alone; the rest is the sight's.</summary>
    internal static Expression<Func<CannedResponse, bool>> IsFor(Actor me)
    {
        var id = me.Id;
        return c => c.Scope != CannedScope.Personal || c.OfId == id;
    }

    private static CannedOffer Offer(CannedResponse response, VariableValues values, MacroOffer? macro)
    {
        var filled = Variables.Fill(response.Body, values);
        return new CannedOffer(response.Id, response.Name, response.Scope, filled.Text, MarkdownText.ToPlain(filled.Text), filled.Missing, response.Body, macro);
    }

    private static MacroOffer MacroOf(MacroActions does, int version, Actor me, Desk home, IReadOnlyDictionary<Guid, Actor> people)
    {
        var changes = new List<MacroChange>();
        if (does.StatusId is { } status) changes.Add(new("Status", home.Statuses.FirstOrDefault(s => s.Id == status)?.Name));
        if (does.Priority is { } priority) changes.Add(new("Priority", home.Settings.WordFor(priority) ?? ((int)priority).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (does.Owner is not MacroOwner.AsItIs) changes.Add(new("Assignee", does.Owner switch { MacroOwner.Me => me.Name, MacroOwner.Person => people.GetValueOrDefault(does.OwnerId ?? default)?.Name ?? "?", _ => null }));
        if (does.DepartmentId is { } department) changes.Add(new("Department", home.Departments.FirstOrDefault(d => d.Id == department)?.Name));
        if (does.CategoryId is { } category) changes.Add(new("Category", home.Categories.FirstOrDefault(c => c.Id == category)?.Name));
        if (does.TypeId is { } type) changes.Add(new("Type", home.Types.FirstOrDefault(t => t.Id == type)?.Name));
        foreach (var tag in does.Tags) changes.Add(new("Tag", home.StandingTag(tag)?.Name ?? home.Tags.FirstOrDefault(t => t.Id == tag)?.Name));
        return new MacroOffer(version, changes, does.AsNote, does.StatusId, does.ProblemOn(home));
    }
}
