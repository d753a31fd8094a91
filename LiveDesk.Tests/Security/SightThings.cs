using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Replies;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Security;

/// <summary>All that one can ask for in the <see cref="SightWorld"/>, by its ids and numbers: everybody asks for everything.</summary>
internal sealed record SightThings
{
    public required IReadOnlyList<Guid> Tickets { get; init; }
    /// <summary>Those that have children.</summary>
    public required IReadOnlyList<Guid> Masters { get; init; }
    /// <summary>Of those that were deleted, too.</summary>
    public required IReadOnlyList<long> Numbers { get; init; }
    public required IReadOnlyList<Guid> Chats { get; init; }
    public required IReadOnlyList<Desk> Desks { get; init; }
    public required IReadOnlyList<Guid> People { get; init; }
    public required IReadOnlyList<Guid> Contacts { get; init; }
    public required IReadOnlyList<Guid> Organisations { get; init; }
    public required IReadOnlyList<Guid> Records { get; init; }
    public required IReadOnlyList<Guid> RecordTypes { get; init; }
    public required IReadOnlyList<Guid> Articles { get; init; }
    public required IReadOnlyList<Guid> Files { get; init; }
    /// <summary>What customers wrote.</summary>
    public required IReadOnlyList<Guid> Messages { get; init; }
    public required IReadOnlyList<Guid> Times { get; init; }
    public required IReadOnlyList<Guid> Notifications { get; init; }
    public required IReadOnlyList<CannedRow> Canned { get; init; }

    public IReadOnlyList<Guid> Everything => [.. Tickets, .. Chats, .. Contacts, .. Organisations, .. Records, .. Articles, .. Files];

    public static async Task<SightThings> ReadAsync(TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        var numbers = await db.Tickets.Select(t => t.Number).ToListAsync();
        return new SightThings
        {
            Tickets = await db.Tickets.OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(),
            Masters = await db.Set<TicketLink>().Where(l => l.Kind == LinkKind.Child).Select(l => l.OtherId).Distinct().ToListAsync(),
            Numbers = [.. Enumerable.Range(1001, (int)(numbers.Max() - 999)).Select(n => (long)n)],
            Chats = await db.Chats.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(),
            Desks = await desk.Catalogue.DesksAsync(),
            People = await db.People.OrderBy(p => p.Name).Select(p => p.Id).ToListAsync(),
            Contacts = await db.Contacts.OrderBy(c => c.Name).Select(c => c.Id).ToListAsync(),
            Organisations = await db.Organisations.OrderBy(o => o.Name).Select(o => o.Id).ToListAsync(),
            Records = await db.Records.OrderBy(r => r.Name).Select(r => r.Id).ToListAsync(),
            RecordTypes = await db.RecordTypes.OrderBy(t => t.Order).Select(t => t.Id).ToListAsync(),
            Articles = await db.Articles.OrderBy(a => a.Slug).Select(a => a.Id).ToListAsync(),
            Files = await db.Attachments.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(),
            Messages = await db.Set<Entry>().Where(e => e.Kind == EntryKind.CustomerMessage).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(),
            Times = await db.Set<TimeEntry>().OrderBy(t => t.Id).Select(t => t.OriginId).Distinct().ToListAsync(),
            Notifications = await db.Notifications.OrderBy(n => n.Id).Select(n => n.Id).ToListAsync(),
            Canned = await db.CannedResponses.OrderBy(c => c.Id).Select(c => new CannedRow(c.Id, c.Scope, c.OfId, c.DeskId, c.Name, c.Body, c.Version, c.Actions)).ToListAsync(),
        };
    }
}
