using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Notifications;

/// <summary>What the tests of notifications have in common.</summary>
internal static class NotificationScene
{
    /// <summary>Does the work that is due, and reads what stands at the person's bell.</summary>
    public static async Task<NotificationPage> BellOfAsync(this TestDesk desk, Actor person)
    {
        await desk.DoDueWorkAsync();
        return await desk.Get<NotificationQueries>().PageAsync(await desk.ActorAsync(person.Id!.Value));
    }

    /// <summary>The kinds of what waits to be read, with their counts.</summary>
    public static async Task<IReadOnlyList<(NotificationKind Kind, int Count)>> UnreadOfAsync(this TestDesk desk, Actor person)
    {
        var bell = await desk.BellOfAsync(person);
        var unread = bell.Lines.Where(l => !l.IsRead).ToList();
        Assert.Equal(bell.Unread, unread.Count);
        Assert.Equal(bell.Unread, await desk.Get<NotificationQueries>().UnreadAsync(await desk.ActorAsync(person.Id!.Value)));
        return [.. unread.Select(l => (l.Kind, l.Count))];
    }

    public static Task<Guid> CarlaWritesAsync(this TestDesk desk, Guid ticketId, string text = "It beeps again.") =>
        desk.OnTicketAsync(ticketId, async (ticket, now) => ticket.TakeMessage(Actor.Customer(Guid.NewGuid(), "Carla"), new NewEntry(text), await desk.Catalogue.DeskAsync(ticket.DeskId), now).Id);

    public static async Task<T> OnTicketAsync<T>(this TestDesk desk, Guid ticketId, Func<Ticket, DateTimeOffset, Task<T>> verb)
    {
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == ticketId);
        var result = await verb(ticket, desk.Clock.GetUtcNow());
        await db.CommitAsync();
        return result;
    }

    /// <summary>A ticket that an agent logged: nobody waits for its being taken.</summary>
    public static async Task<Guid> LoggedAsync(this TestDesk desk, string subject, Actor? owner = null, string? department = null)
    {
        var (id, _) = await desk.AddTicketAsync(subject, department: department, by: desk.Ben);
        if (owner is not null) await desk.Tickets.AssignAsync(owner, id, owner.Id);
        return id;
    }
}
