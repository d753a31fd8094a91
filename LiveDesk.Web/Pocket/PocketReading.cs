using System.Security.Cryptography;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Fields;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Web.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Pocket;

/// <summary>The lists and the tickets of the pocket view, read as the screens read them.</summary>
internal sealed class PocketReading(
    DeskCatalogue catalogue, TicketQueries tickets, TicketPageQueries pages, ContactQueries customers, FieldQueries fields, TimeQueries times,
    IAntiforgery antiforgery, TimeProvider clock, IStringLocalizer<TicketWords> words)
{
    private const int Newest = 40;

    /// <param name="have">The stamp of what the telephone has.</param>
    public async Task<PocketHome> HomeAsync(HttpContext http, string? have)
    {
        var (me, now, ct) = (http.Me(), clock.GetUtcNow(), http.RequestAborted);
        var (person, desks) = (await catalogue.PersonAsync(me.Id!.Value, ct), await catalogue.DesksOfAsync(me, ct));
        var (mine, free) = (new List<PocketCard>(), new List<PocketCard>());
        foreach (var desk in desks)
        {
            var open = new TicketFilter(desk.Id, Statuses: [.. desk.Statuses.Where(s => s.IsOpen).Select(s => s.Id)], PageSize: Newest);
            mine.AddRange(await CardsAsync(me, desk, open with { Assignees = [me.Id.Value] }, now, ct));
            free.AddRange(await CardsAsync(me, desk, open with { Assignees = [Guid.Empty], Departments = AddressTerms.DepartmentsOf(person, desk) }, now, ct));
        }
        var known = desks.Select(d => DeskOf(me, d)).ToList();
        var organisations = (await customers.OrganisationNamesAsync(me, ct)).Select(o => new PocketChoice(o.Id.ToString(), o.Name)).ToList();
        var stamp = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { known, organisations })))[..16];
        var isKnown = stamp == have;
        return new PocketHome(new PocketPerson(me.Id.Value, me.Name, me.Role.Includes(Right.WorkTickets)), antiforgery.GetAndStoreTokens(http).RequestToken!, now, stamp, isKnown ? null : known, isKnown ? null : organisations, Sorted(mine), Sorted(free));
    }

    /// <summary>A ticket that was merged leads to the one that stays.</summary>
    public async Task<PocketTicket> TicketAsync(Actor me, Guid id, CancellationToken ct)
    {
        var ticket = await pages.DetailAsync(me, id, ct);
        if (ticket.Merged is not null && await tickets.IdOfAsync(me, ticket.Number, ct) is var staying && staying != id) ticket = await pages.DetailAsync(me, staying, ct);
        var (desk, now, thread) = (await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow(), await pages.ThreadAsync(me, ticket.Id, Newest, ct));
        var (status, mayWrite) = (desk.Status(ticket.StatusId), me.Role.Includes(Right.WorkTickets) && ticket is { Merged: null, Aside: null });
        var time = desk.Settings.TracksTime ? (await times.OfTicketAsync(me, ticket.Id, ct)).Totals : null;
        return new PocketTicket(
            ticket.Id, TicketNumber.Show(ticket.Number, desk.Settings.NumberForm), $"/tickets/{ticket.Number}", desk.Id, desk.Name, ticket.Subject, ticket.Description, await ReachAsync(me, ticket, ct), status.Id, status.Name, status.Look(), ticket.IsOpen,
            (int)ticket.Priority, PriorityWords.Word(ticket.Priority, desk, words), await NameAsync(ticket.OwnerId, ct), desk.DepartmentName(ticket.DepartmentId), desk.Categories.FirstOrDefault(c => c.Id == ticket.CategoryId)?.Name,
            ticket.CreatedAt, ticket.LastActivityAt, DueOf(ticket.Sla), now, ticket.Resolution is { } done ? new PocketResolution(done.Text, await NameAsync(done.By, ct), done.At) : null,
            mayWrite, mayWrite && ticket.IsOpen ? ResolvingFrom(desk, status, ticket.Resolution is not null, await fields.MissingToResolveAsync(me, ticket.Id, ct)) : null, time is null ? null : new PocketTime(time.Billable, time.Other), thread.Earlier, [.. thread.Entries.Select(EntryOf)]);
    }

    private async Task<IEnumerable<PocketCard>> CardsAsync(Actor me, Desk desk, TicketFilter filter, DateTimeOffset now, CancellationToken ct) =>
        (await tickets.ListAsync(me, filter with { Now = now }, ct)).Tickets.Select(t => new PocketCard(t.Id, TicketNumber.Show(t.Number, desk.Settings.NumberForm), desk.Id, t.Subject, t.RequesterName,
            desk.Status(t.StatusId).Name, desk.Status(t.StatusId).Look(), (int)t.Priority, PriorityWords.Word(t.Priority, desk, words), t.LastActivityAt, DueOf(t.Sla)));

    private static IReadOnlyList<PocketCard> Sorted(List<PocketCard> cards) => [.. cards.OrderByDescending(c => c.LastActivityAt).Take(Newest)];

    private PocketDesk DeskOf(Actor me, Desk desk) => new(
        desk.Id, desk.Name,
        [.. Enum.GetValues<RequiredToCreate>().Where(r => desk.Settings.Required.HasFlag(r)).Select(r => r.ToString().ToLowerInvariant())],
        [.. desk.Departments.Where(d => me.Sight.Covers(desk.Id, [d.Id])).Select(d => new PocketChoice(d.Id.ToString(), d.Name))],
        [.. desk.OfferedTypes.Select(t => new PocketChoice(t.Id.ToString(), t.Name))],
        [.. desk.OfferedCategories.Select(c => new PocketChoice(c.Id.ToString(), c.Name))],
        [.. Enum.GetValues<Priority>().Select(p => new PocketChoice($"{(int)p}", PriorityWords.Word(p, desk, words)))],
        desk.Settings.TracksTime, desk.Settings.Activities, desk.Settings.ComposerOpensOn is ComposerOpensOn.Note,
        [.. desk.AskedFields.Where(f => f.Need is FieldNeed.ToCreate).Select(FieldOf)],
        ResolvingFrom(desk, desk.FirstStatus, hasResolution: false, desk.AskedFields.Where(f => f.Need is FieldNeed.OnResolve && f.Departments.Count == 0)));

    private static PocketField FieldOf(CustomField field) =>
        new(field.Id, field.Name, field.Kind.ToString().ToLowerInvariant(), field.Help ?? field.PatternHelp, [.. field.Offered.Select(o => new PocketChoice(o.Id.ToString(), o.Label))], field.Departments);

    /// <summary>Null when the workflow leads from there to no end.</summary>
    private static PocketResolving? ResolvingFrom(Desk desk, Status from, bool hasResolution, IEnumerable<CustomField> missing)
    {
        if (desk.After(TicketEvent.Resolved, from.Category) is not { } to) return null;
        var answer = desk.MayMove(from.Id, to.Id, hasResolution).Answer;
        return answer is MoveAnswer.Allowed or MoveAnswer.NeedsResolution ? new PocketResolving(to.Name, answer is MoveAnswer.NeedsResolution, [.. missing.Select(FieldOf)]) : null;
    }

    private async Task<PocketReach> ReachAsync(Actor me, TicketDetail ticket, CancellationToken ct)
    {
        var known = ticket.ContactId is { } contact ? await customers.ReachAsync(me, contact, ct) : null;
        return new PocketReach(ticket.Requester.Name, ticket.Requester.Email ?? known?.Email, ticket.Requester.Phone ?? known?.Phone, known?.Organisation, known?.Address);
    }

    private async Task<string?> NameAsync(Guid? person, CancellationToken ct) => person is { } id ? (await catalogue.PersonAsync(id, ct))?.Name : null;

    private static DateTimeOffset? DueOf(SlaMark? mark) => mark is { IsPaused: false, Outcome: null } ? mark.DueAt : null;

    private static PocketEntry EntryOf(EntryView entry) => new(
        entry.Id, KindOf(entry.Kind), string.Join(", ", entry.Authors.Select(a => a.Name)), entry.Body, entry.At, entry.Delivery is Delivery.Failed,
        [.. entry.Files.Select(f => new PocketFile(f.Id, f.FileName, f.IsPicture))]);

    private static string KindOf(EntryKind kind) => kind switch
    {
        EntryKind.CustomerMessage => "customer",
        EntryKind.Reply => "reply",
        EntryKind.PublicNote => "public-note",
        EntryKind.Note => "note",
        EntryKind.Transcript => "transcript",
        EntryKind.SupplierMail => "supplier",
        _ => "system",
    };
}
