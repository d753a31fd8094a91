using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// Who else has a hand in it. Each is about one person or one department, so that two changes at the same moment both happen.
public sealed partial class TicketCommands
{
    /// <param name="notify">Whether that person is told of it.</param>
    public async Task AddAssigneeAsync(Actor me, Guid ticketId, Guid personId, bool notify = true, CancellationToken ct = default)
    {
        var person = await WorkingAsync(personId, "assignee", ct);
        await ChangeAsync(me, ticketId, (ticket, rules, now) =>
        {
            DemandSees(person, ticket, "assignee");
            ticket.AddAssignee(me, personId, rules, now, notify);
        }, ct, load: HandsAsync);
    }

    public Task RemoveAssigneeAsync(Actor me, Guid ticketId, Guid personId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.RemoveAssignee(me, personId, rules, now), ct, load: HandsAsync);

    public Task AddDepartmentAsync(Actor me, Guid ticketId, Guid departmentId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.AddDepartment(me, departmentId, rules, now), ct);

    /// <summary>Whoever saw the ticket by this department alone holds and follows it no longer.</summary>
    public async Task RemoveDepartmentAsync(Actor me, Guid ticketId, Guid departmentId, CancellationToken ct = default)
    {
        var people = await catalogue.ActorsAsync(ct);
        await ChangeAsync(me, ticketId, (ticket, rules, now) =>
        {
            ticket.RemoveDepartment(me, departmentId, rules, now);
            ticket.LeaveToThoseWhoSee(me, Sees(people, ticket), rules, now);
        }, ct, load: HandsAsync);
    }

    public async Task FollowAsync(Actor me, Guid ticketId, Guid personId, CancellationToken ct = default)
    {
        var person = await WorkingAsync(personId, "follower", ct);
        await ChangeAsync(me, ticketId, (ticket, _, now) =>
        {
            DemandSees(person, ticket, "follower");
            ticket.AddFollower(me, personId, now);
        }, ct, load: HandsAsync);
    }

    public Task UnfollowAsync(Actor me, Guid ticketId, Guid personId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, _, now) => ticket.RemoveFollower(me, personId, now), ct, load: HandsAsync);

    private async Task<Actor> WorkingAsync(Guid personId, string field, CancellationToken ct) =>
        await catalogue.ActorAsync(personId, ct) ?? throw new RuleViolation(HandOver.NoLongerHere, field);

    private static void DemandSees(Actor person, Ticket ticket, string field)
    {
        if (HandOver.To(person, ticket.DeskId, ticket.Place.Departments) is { Answer: MoveAnswer.Refused } verdict) throw new RuleViolation(verdict.Reason!, field);
    }

    private static Func<Guid, bool> Sees(IReadOnlyDictionary<Guid, Actor> people, Ticket ticket) =>
        id => people.GetValueOrDefault(id)?.Sight.Covers(ticket.DeskId, ticket.Place.Departments) is true;

    /// <summary>Those who have it beside its owner, and those who follow it. Few verbs ask, so few read them.</summary>
    private static async Task HandsAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        await db.Entry(ticket).Collection(t => t.Assignees).LoadAsync(ct);
        await db.Entry(ticket).Collection(t => t.Followers).LoadAsync(ct);
    }
}
