using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>
/// Nobody misses a customer's message on a ticket that nobody has. The watch is a piece of work, saved with the message, so no restart forgets it;
/// whoever takes the ticket, acknowledges it or answers ends it. After the desk's time the department is told, after as long again those who lead.
/// </summary>
public sealed class NobodyTook(DeskDatabase desk, DeskCatalogue catalogue, Audiences audiences, Notifying notifying, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "nobody-took";
    /// <summary>It is told to them as those who lead the desk.</summary>
    public const string ToLeaders = "Leaders";
    /// <summary>A desk whose time was changed meanwhile is obeyed within this.</summary>
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromMinutes(15);

    public string Kind => WorkKind;

    internal static WorkItem Watch(Guid ticketId, DateTimeOffset since) => new(WorkKind, Json.Write(new Watched(ticketId, since)), since, $"{WorkKind}:{ticketId:N}");

    public Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct) => OnceMore.WhenTwiceAsync(async () =>
    {
        var watched = Json.Read<Watched>(payload);
        await using var db = desk.OpenForSystem();
        if (await Notifier.TicketAsync(db, watched.TicketId, ct) is not { IsOpen: true } ticket || Audiences.WhoHas(ticket).Count > 0) return null;
        if (await WaitsSinceAsync(db, ticket, ct) is not { } waits) return null;
        var since = waits > watched.Since ? waits : watched.Since;
        if (ticket.Acknowledged?.At >= since || (await catalogue.DeskAsync(ticket.DeskId, ct)).Settings.NobodyTookAfter is not { } time) return null;
        return await TellAsync(db, ticket, since, time, ct);
    });

    /// <summary>When the customer wrote what nobody has answered; null: they wait for nothing.</summary>
    private static async Task<DateTimeOffset?> WaitsSinceAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        if (ticket.LastAnsweredAt is null && ticket.Channel is not Channel.Manual) return ticket.CreatedAt;
        var answered = ticket.LastAnsweredAt ?? DateTimeOffset.UnixEpoch;
        if (!(ticket.LastCustomerMessageAt > answered)) return null;
        return await db.Tickets.Where(t => t.Id == ticket.Id).SelectMany(t => t.Entries).Where(e => e.Kind == EntryKind.CustomerMessage && e.At > answered).OrderBy(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(ct);
    }

    /// <returns>When to look again; null: both were told.</returns>
    private async Task<DateTimeOffset?> TellAsync(DeskDb db, Ticket ticket, DateTimeOffset since, TimeSpan time, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset Next(DateTimeOffset due) => due < now + LookAtLeastEvery ? due : now + LookAtLeastEvery;
        if (now < since + time) return Next(since + time);
        var tellings = new List<Telling> { Of(ticket, since, null, since + time, await audiences.OfDepartmentsAsync(ticket.DeskId, ticket.Place.Departments, ct)) };
        var isLong = now >= since + 2 * time;
        if (isLong) tellings.Add(Of(ticket, since, ToLeaders, since + 2 * time, await audiences.LeadersAsync(ticket.DeskId, ct)));
        await notifying.TellAsync(db, tellings, ct);
        return isLong ? null : Next(since + 2 * time);
    }

    private static Telling Of(Ticket ticket, DateTimeOffset since, string? text, DateTimeOffset at, IReadOnlyList<Guid> people) =>
        new(new News(EventIds.Of(ticket.Id, NotificationKind.NobodyTook, since, text ?? ""), NotificationKind.NobodyTook, SubjectKind.Ticket, ticket.Id, ticket.Requester.Name, at, TextKey: text), Notifier.PlaceOf(ticket), people, ticket.ChatSessionId);

    private sealed record Watched(Guid TicketId, DateTimeOffset Since);
}
