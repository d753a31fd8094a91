using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Replies;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Replies that wait become entries here: when their time comes, or when somebody does not want to wait. Of several nodes that try, and of a
/// node that tries again after a crash, one entry remains: the reply goes out of waiting in the save in which the entry comes in.
/// </summary>
public sealed class OutgoingCommands(DeskDatabase desk, TicketCommands tickets, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Now instead of later, or in spite of what held it back. Whoever sends a colleague's words signs them too.</summary>
    /// <exception cref="RuleViolation">A rule stands against it, or it was sent or taken back meanwhile; nothing was changed.</exception>
    public Task<Guid> SendNowAsync(Actor me, Guid ticketId, Guid replyId, CancellationToken ct = default) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        var reply = ticket.Outgoing.FirstOrDefault(r => r.Id == replyId) ?? throw new RuleViolation("This reply was sent or taken back meanwhile.");
        return await SendAsync(db, me, ticket, reply, ct);
    });

    /// <summary>Nothing sends it any more but a person; its text stays where it is.</summary>
    public Task CancelAsync(Actor me, Guid ticketId, Guid replyId, CancellationToken ct = default) => ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.CancelSending(me, replyId, rules, now), ct);

    /// <summary>Throws the text away.</summary>
    public Task DiscardAsync(Actor me, Guid ticketId, Guid replyId, CancellationToken ct = default) => ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.TakeBack(me, replyId, isDiscarded: true, rules, now), ct);

    private Task ChangeAsync(Actor me, Guid ticketId, Action<Ticket, Desk, DateTimeOffset> verb, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        verb(ticket, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
        await db.CommitAsync(ct);
    });

    /// <summary>The first reply of the ticket whose time has come is sent as its author, with the rights they have now; or held back, so that people see why.</summary>
    /// <returns>Whether there was one.</returns>
    internal Task<bool> SendDueAsync(Guid ticketId, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        Guid replyId, authorId;
        HeldBackWhy? why;
        await using (var db = desk.OpenForSystem())
        {
            var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
            if (ticket.DueReply(clock.GetUtcNow()) is not { } due) return await RemindAsync(db, ticket, ct);
            (replyId, authorId, why) = (due.Reply.Id, due.Reply.AuthorId, due.Why);
        }
        if (why is { } known) return await HoldBackAsync(ticketId, replyId, known, null, ct);
        if (await catalogue.ActorAsync(authorId, ct) is not { } author || !author.Role.Includes(Right.WorkTickets)) return await HoldBackAsync(ticketId, replyId, HeldBackWhy.AuthorGone, null, ct);
        try
        {
            await using var db = desk.OpenFor(author);
            var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
            // Another node, or a colleague, was faster.
            if (ticket.DueReply(clock.GetUtcNow()) is not { } still || still.Reply.Id != replyId) return true;
            await SendAsync(db, author, ticket, still.Reply, ct);
            return true;
        }
        catch (NotFoundException) { return await HoldBackAsync(ticketId, replyId, HeldBackWhy.AuthorGone, null, ct); }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile) { return await HoldBackAsync(ticketId, replyId, HeldBackWhy.Refused, e.Message, ct); }
    });

    /// <summary>The customer of a silent ticket reads, once, that it will close. What has no value for them is left out.</summary>
    private async Task<bool> RemindAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var (rules, now) = (await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
        if (!(ticket.SilenceReminderAt(rules) <= now))
        {
            // The desk's times are others now: what is stored follows, or it would stay due for ever and stand before all others.
            ticket.Settle(rules, now);
            await db.CommitAsync(ct);
            return false;
        }
        var text = await FilledInAsync(db, Actor.Rule(rules.Id, rules.Name), ticket, rules, rules.Settings.SilentReminder, ct);
        ticket.RemindOfSilence(Variables.LeftIn(text).Aggregate(text, (left, name) => left.Replace(Variables.Written(name), "", StringComparison.Ordinal)), rules, now);
        await db.CommitAsync(ct);
        return true;
    }

    /// <summary>Tries on a copy what will be done later: what a rule forbids now is said now.</summary>
    internal async Task RehearseAsync(Actor me, Guid ticketId, NewOutgoing what, CancellationToken ct)
    {
        await using var stage = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(stage, ticketId, ct);
        var rules = await catalogue.DeskAsync(ticket.DeskId, ct);
        var entry = new NewEntry(await ReadyAsync(stage, me, ticket, rules, what.Body, what.Children, ct), what.SenderMadeId, what.CoAuthors, what.Sources, what.Attachments, what.ActivityType);
        var macros = await Macros.ReadAsync(stage, catalogue, me, what.Macros, ct);
        if (macros is not null) await macros.LoadAsync(stage, ticket, ct);
        await TicketCommands.HangAsync(stage, ticket, DraftCommands.Verb(me, Audience.Reply, entry, what.Move, macros)(ticket, rules, clock.GetUtcNow()), entry, me, ct);
    }

    private async Task<Guid> SendAsync(DeskDb db, Actor me, Ticket ticket, OutgoingReply reply, CancellationToken ct)
    {
        var rules = await catalogue.DeskAsync(ticket.DeskId, ct);
        var entry = new NewEntry(await ReadyAsync(db, me, ticket, rules, reply.Body, reply.Children, ct), reply.SenderMadeId, [new Author(ActorKind.Agent, reply.AuthorId, reply.AuthorName), .. reply.CoAuthors], reply.Sources, reply.Attachments, reply.ActivityType);
        // A colleague who sends it does what its author chose, also with the author's own macros.
        var macros = await Macros.ReadAsync(db, catalogue, await catalogue.ActorAsync(reply.AuthorId, ct) ?? me, reply.Macros, ct);
        var write = DraftCommands.Verb(me, Audience.Reply, entry, reply.Move, macros);
        return await tickets.WriteInAsync(db, me, ticket.Id, entry, (found, desk, now) =>
        {
            found.TakeToSend(reply.Id);
            return write(found, desk, now);
        }, async now =>
        {
            await ChildMoves.BeginAsync(db, me, ticket, reply.Move?.Details, now, ct);
            if (reply.Children.Count > 0) await ChildReplies.BeginAsync(db, me, ticket, ticket.Entries.Single(e => e.SenderMadeId == entry.SenderMadeId).Id, reply.Body, reply.Children, now, ct);
        }, ct, macros is null ? null : macros.LoadAsync);
    }

    /// <summary>What goes to children too is written with its variables, and filled in for each.</summary>
    private static async Task<string> ReadyAsync(DeskDb db, Actor me, Ticket ticket, Desk rules, string body, IReadOnlyList<Guid> children, CancellationToken ct) =>
        children.Count == 0 ? body : await FilledInAsync(db, me, ticket, rules, body, ct);

    internal static async Task<string> FilledInAsync(DeskDb db, Actor me, Ticket ticket, Desk rules, string text, CancellationToken ct) =>
        Variables.Fill(text, await TicketVariables.OfAsync(db, me, ticket, rules, ct)).Text;

    private async Task<bool> HoldBackAsync(Guid ticketId, Guid replyId, HeldBackWhy why, string? sentence, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        if (ticket.Outgoing.All(r => r.Id != replyId || r.SendAt is null)) return true;
        ticket.HoldBack(replyId, why, sentence, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
        await db.CommitAsync(ct);
        return true;
    }
}
