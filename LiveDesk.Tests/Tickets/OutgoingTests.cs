using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Notifications;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Tickets;

/// <summary>Replies that wait: for their time, or until sending them can no longer be undone. Each is sent once, or people see why not.</summary>
public sealed class OutgoingTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory, BothDatabases]
    public async Task Ana_undoes_a_send_and_the_text_stands_in_the_draft_as_it_was_with_the_hands_that_wrote_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.Get<UndoSend>().ChooseAsync(desk.Ana, 10);
        var place = await ReplyAsync(desk);
        await TypeAsync(desk, desk.Ben, place, "Hello ");
        var upTo = await TypeAsync(desk, desk.Ana, place, "Carla");
        var what = ToSend("Hello Carla", upTo);
        var sent = await Commands(desk).SendAsync(desk.Ana, place, what);
        Assert.Equal((DraftOutcome.Sent, null, desk.Clock.GetUtcNow().AddSeconds(10)), (sent.Outcome, sent.EntryId, sent.Waits!.SendAt));
        // The connection broke before the answer: tried again, it is the same reply.
        Assert.Equal(sent.Waits.Id, (await Commands(desk).SendAsync(desk.Ana, place, what)).Waits!.Id);
        Assert.Empty(await EntriesAsync(desk, place));
        Assert.Empty((await Queries(desk).StateAsync(desk.Ana, place, 0)).Updates);

        await Commands(desk).TakeBackAsync(desk.Ana, place.SubjectId, sent.Waits.Id);
        var draft = await Queries(desk).StateAsync(desk.Ana, place, 0);
        Assert.Equal("Hello Carla", YjsText.Read(draft.Updates[0].Bytes));
        desk.Clock.Advance(Hour);
        await desk.DoDueWorkAsync();
        Assert.Empty(await EntriesAsync(desk, place));
        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).TakeBackAsync(desk.Ana, place.SubjectId, sent.Waits.Id));

        await Commands(desk).SendAsync(desk.Ana, place, what with { Epoch = 2, UpTo = draft.UpTo });
        await desk.Get<OutgoingCommands>().SendNowAsync(desk.Ana, place.SubjectId, Assert.Single(await OfTicketAsync(desk, place.SubjectId)).Id);
        Assert.Equal(["Ana", "Ben"], Assert.Single(await EntriesAsync(desk, place)).Authors.Select(a => a.Name));
    }

    [Theory, BothDatabases]
    public async Task A_reply_for_tomorrow_is_sent_tomorrow_once_by_one_of_two_nodes_after_a_restart(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (ticket, sendAt) = await ScheduleAsync(desk, desk.Ana, "It is repaired.");
        Assert.Equal("New", await StatusAsync(desk, ticket));
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(sendAt - restarted.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        await restarted.DoDueWorkAsync();
        Assert.Empty(await EntriesAsync(desk, new DraftPlace(ticket, Audience.Reply)));

        foreach (var node in new[] { desk, restarted }) node.Clock.Advance(sendAt - node.Clock.GetUtcNow());
        await Task.WhenAll(Task.Run(restarted.DoDueWorkAsync), Task.Run(desk.DoDueWorkAsync), Task.Run(desk.DoDueWorkAsync));
        var entry = Assert.Single(await EntriesAsync(desk, new DraftPlace(ticket, Audience.Reply)));
        Assert.Equal(("It is repaired.", EntryKind.Reply, "Ana", sendAt), (entry.Body, entry.Kind, entry.Authors.Single().Name, entry.At));
        Assert.Equal("Waiting on Customer", await StatusAsync(desk, ticket));
        Assert.Empty(await OfTicketAsync(desk, ticket));
    }

    [Theory, BothDatabases]
    public async Task When_Carla_writes_first_the_reply_is_held_back_in_the_same_save_and_Ana_is_told(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, sendAt) = await ScheduleAsync(desk, desk.Ana, "Please change the battery.");
        await desk.CarlaWritesAsync(ticket, "It is the cable.");
        var held = Assert.Single(await OfTicketAsync(desk, ticket));
        Assert.Equal((null, HeldBackWhy.CustomerWrote, "Carla"), (held.SendAt, held.HeldBack!.Why, held.HeldBack.By));
        Assert.Contains((await desk.BellOfAsync(desk.Ana)).Lines, l => l is { Kind: NotificationKind.ReplyHeldBack, TextKey: nameof(HeldBackWhy.CustomerWrote) });
        Assert.Equal(ticket, Assert.Single(await desk.Get<OutgoingQueries>().OwnAsync(desk.Ana)).TicketId);
        Assert.Empty(await desk.Get<OutgoingQueries>().OwnAsync(desk.Ben));
        desk.Clock.Advance(sendAt - desk.Clock.GetUtcNow() + Hour);
        await desk.DoDueWorkAsync();
        Assert.DoesNotContain(await EntriesAsync(desk, new DraftPlace(ticket, Audience.Reply)), e => e.Kind is EntryKind.Reply);

        // Ben has read what Carla wrote, and signs it too.
        await desk.Get<OutgoingCommands>().SendNowAsync(desk.Ben, ticket, held.Id);
        Assert.Equal(["Ben", "Ana"], Assert.Single(await EntriesAsync(desk, new DraftPlace(ticket, Audience.Reply)), e => e.Kind is EntryKind.Reply).Authors.Select(a => a.Name));
    }

    [Theory, BothDatabases]
    public async Task Of_a_message_and_a_reply_put_off_at_the_same_moment_both_are_kept_and_the_reply_is_not_sent_blindly(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("The door");
        var sendAt = desk.Clock.GetUtcNow() + Hour;
        // Each has read the ticket before the other saved.
        await using var late = desk.OpenDatabase();
        var unaware = await late.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == ticket);
        await desk.CarlaWritesAsync(ticket);
        unaware.PutOff(desk.Ana, new NewOutgoing("Please wait.", [0, 0], "draft-x-1", sendAt, IsScheduled: true), desk.Desk, desk.Clock.GetUtcNow());
        try { await late.CommitAsync(); }
        catch (DbUpdateConcurrencyException) { return; /* the message moved the ticket on this desk: whoever put it off looks again, and sees it */ }
        desk.Clock.Advance(Hour);
        await desk.DoDueWorkAsync();
        Assert.Equal(HeldBackWhy.CustomerWrote, Assert.Single(await OfTicketAsync(desk, ticket)).HeldBack?.Why);
    }

    [Theory, BothDatabases]
    public async Task A_close_or_the_trash_holds_a_reply_back_and_its_text_can_be_had_again(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (closed, _) = await ScheduleAsync(desk, desk.Ana, "One");
        var (spam, _) = await ScheduleAsync(desk, desk.Ana, "Two");
        var (stopped, _) = await ScheduleAsync(desk, desk.Ana, "Three");
        await desk.Tickets.MoveAsync(desk.Ben, closed, desk.Desk.FirstOf(StatusCategory.Closed)!.Id);
        await desk.Tickets.PutAsideAsync(desk.Ben, spam, isSpam: true);
        await desk.Get<OutgoingCommands>().CancelAsync(desk.Ben, stopped, Assert.Single(await OfTicketAsync(desk, stopped)).Id);
        foreach (var (ticket, why) in new[] { (closed, HeldBackWhy.Closed), (spam, HeldBackWhy.SetAside), (stopped, HeldBackWhy.Cancelled) })
        {
            var held = Assert.Single(await OfTicketAsync(desk, ticket));
            Assert.Equal((null, why, "Ben"), (held.SendAt, held.HeldBack!.Why, held.HeldBack.By));
        }
        Assert.Equal(2, (await desk.BellOfAsync(desk.Ana)).Lines.Count(l => l.Kind is NotificationKind.ReplyHeldBack));
        await Assert.ThrowsAsync<RuleViolation>(async () => await desk.Get<OutgoingCommands>().SendNowAsync(desk.Ana, spam, Assert.Single(await OfTicketAsync(desk, spam)).Id));
        Assert.Equal("Two", Assert.Single(await OfTicketAsync(desk, spam)).Text);
        Assert.Equal([closed, spam], (await desk.Get<OutgoingQueries>().OwnAsync(desk.Ana)).Select(o => o.TicketId));
        Assert.Equal([closed, spam, stopped], (await desk.Get<OutgoingQueries>().OwnAsync(desk.Ana, urgent: false)).Select(o => o.TicketId));

        await Commands(desk).TakeBackAsync(desk.Ben, closed, Assert.Single(await OfTicketAsync(desk, closed)).Id);
        Assert.Equal("One", YjsText.Read(Assert.Single((await Queries(desk).StateAsync(desk.Ben, new DraftPlace(closed, Audience.Reply), 0)).Updates).Bytes));
        await desk.Get<OutgoingCommands>().DiscardAsync(desk.Ana, stopped, Assert.Single(await OfTicketAsync(desk, stopped)).Id);
        Assert.Empty(await OfTicketAsync(desk, stopped));
    }

    [Theory, BothDatabases]
    public async Task A_merge_takes_a_reply_along_unless_it_would_go_to_another_customer(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (dev, carla) = (await desk.AddContactAsync("Dev"), await desk.AddContactAsync("Carla"));
        var (stays, other) = ((await desk.AddTicketAsync("The alarm", contact: carla)).Id, (await desk.AddTicketAsync("The gate", contact: dev)).Id);
        var (first, sendAt) = await ScheduleAsync(desk, desk.Ana, "For Carla", carla);
        var (second, _) = await ScheduleAsync(desk, desk.Ana, "Also for Carla", carla);
        await desk.Tickets.MergeAsync(desk.Ben, first, stays);
        await desk.Tickets.MergeAsync(desk.Ben, second, other);
        Assert.Empty(await OfTicketAsync(desk, first));
        Assert.Equal(sendAt, Assert.Single(await OfTicketAsync(desk, stays)).SendAt);
        Assert.Equal(HeldBackWhy.OtherCustomer, Assert.Single(await OfTicketAsync(desk, other)).HeldBack?.Why);
        desk.Clock.Advance(sendAt - desk.Clock.GetUtcNow());
        await desk.DoDueWorkAsync();
        Assert.Equal("For Carla", Assert.Single(await EntriesAsync(desk, new DraftPlace(stays, Audience.Reply)), e => e.Kind is EntryKind.Reply).Body);
        Assert.DoesNotContain(await EntriesAsync(desk, new DraftPlace(other, Audience.Reply)), e => e.Kind is EntryKind.Reply);
    }

    [Theory, BothDatabases]
    public async Task Nobody_speaks_for_whoever_left_or_no_longer_sees_the_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (hers, sendAt) = await ScheduleAsync(desk, desk.Ana, "Ana's");
        var (moved, _) = await ScheduleAsync(desk, desk.Ola, "Ola's", department: "Billing");
        await desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, desk.Ana.Id!.Value);
        await desk.Tickets.MoveToDepartmentAsync(desk.Ben, moved, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        desk.Clock.Advance(sendAt - desk.Clock.GetUtcNow());
        await desk.DoDueWorkAsync();
        foreach (var ticket in new[] { hers, moved })
        {
            Assert.Empty(await EntriesAsync(desk, new DraftPlace(ticket, Audience.Reply)));
            Assert.Equal(HeldBackWhy.AuthorGone, Assert.Single(await desk.Get<OutgoingQueries>().OfTicketAsync(desk.Ben, ticket)).HeldBack?.Why);
        }
        Assert.Empty(await desk.Get<OutgoingQueries>().OfTicketAsync(desk.Ola, moved));
        Assert.Empty(await desk.Get<OutgoingQueries>().OwnAsync(desk.Ola));
    }

    [Theory, BothDatabases]
    public async Task What_a_rule_forbids_is_said_at_once_and_what_it_forbids_later_is_held_back_with_the_rule(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Hello");
        var later = ToSend("Hello", upTo) with { SendAt = desk.Clock.GetUtcNow() + Hour };
        Assert.Contains("no value", (await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, later with { Markdown = "Dear {{organisation.name}}" }))).Message, StringComparison.Ordinal);
        Assert.Contains("passed", (await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, later with { SendAt = desk.Clock.GetUtcNow() }))).Message, StringComparison.Ordinal);
        Assert.Equal(["Hello"], Texts(await Queries(desk).StateAsync(desk.Ana, place, 0)));

        var active = desk.Desk.FirstOf(StatusCategory.Active)!.Id;
        await Commands(desk).SendAsync(desk.Ana, place, later with { Move = new MoveWithIt(active, new MoveDetails(SeenStatusId: desk.Desk.FirstStatus.Id)) });
        await desk.Tickets.ResolveAsync(desk.Ben, place.SubjectId, "A new battery.");
        desk.Clock.Advance(Hour);
        await desk.DoDueWorkAsync();
        var held = Assert.Single(await OfTicketAsync(desk, place.SubjectId)).HeldBack!;
        Assert.Equal(HeldBackWhy.Refused, held.Why);
        Assert.NotEmpty(held.Sentence!);
        Assert.DoesNotContain(await EntriesAsync(desk, place), e => e.Kind is EntryKind.Reply);
    }

    [Theory, BothDatabases]
    public async Task Threat_6_until_it_is_sent_no_customer_and_no_outsider_knows_of_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var visitor = desk.Visitor();
        var chat = await desk.WriteAsync(visitor, "Hello");
        await desk.Chats().EndAsync(desk.Ana, chat);
        var ticket = (await desk.AllTicketsAsync()).Single();
        var contact = ticket.ContactId ?? (await desk.AddContactAsync("Carla", "other@example.com")).Id;
        using var heard = desk.Get<ILiveFeed>().Subscribe(() => Sight.OfCustomer(contact), _ => true, s => throw new Xunit.Sdk.XunitException($"A customer hears {s.Fact}"));
        var place = new DraftPlace(ticket.Id, Audience.Reply);
        var upTo = await TypeAsync(desk, desk.Ana, place, "secret-1");
        var seen = (await Queries(desk).StateAsync(desk.Ana, place, 0)).LastCustomerEntry?.EntryId;
        await Commands(desk).SendAsync(desk.Ana, place, ToSend("secret-1", upTo) with { SendAt = desk.Clock.GetUtcNow() + Hour, SeenCustomerEntry = seen });
        Assert.Equal("secret-1", Assert.Single(await OfTicketAsync(desk, ticket.Id)).Text);

        Assert.DoesNotContain((await desk.SeenByAsync(visitor, chat))!.Lines, l => l.Body.Contains("secret", StringComparison.Ordinal));
        var customer = Actor.Customer(contact, "Carla");
        Assert.Empty(await desk.Get<OutgoingQueries>().OfTicketAsync(customer, ticket.Id));
        Assert.Empty(await desk.Get<OutgoingQueries>().OfTicketAsync(desk.Ola, ticket.Id));
        await using (var asCustomer = desk.Get<DeskDatabase>().OpenFor(customer)) Assert.Empty(await asCustomer.Set<OutgoingReply>().ToListAsync());
        await using (var db = desk.OpenDatabase())
        {
            Assert.Single(await db.Set<OutgoingReply>().ToListAsync());
            Assert.DoesNotContain(await db.Activities.Select(a => a.Data).ToListAsync(), d => d.Contains("secret", StringComparison.Ordinal));
            Assert.DoesNotContain(await db.SearchDocuments.Select(d => d.Body).ToListAsync(), d => d.Contains("secret", StringComparison.Ordinal));
        }
        desk.Clock.Advance(Hour);
        await desk.DoDueWorkAsync();
        Assert.Contains((await desk.SeenByAsync(visitor, chat))!.Lines, l => l.Body == "secret-1");
    }

    [Fact]
    public void Cancelled_by_two_at_once_it_is_cancelled_once()
    {
        var (desk, now) = (Cast.DeskOf("field"), Cast.Monday);
        var ticket = Cast.OpenedBy(Cast.Ana, desk);
        var reply = ticket.PutOff(Cast.Ana, new NewOutgoing("We come at nine.", [0, 0], "s1", now.AddHours(3), IsScheduled: true), desk, now);
        ticket.CancelSending(Cast.Ben, reply.Id, desk, now.AddMinutes(1));
        var (version, facts, first) = (ticket.Version, ticket.Facts.Count, reply.HeldBack);
        ticket.CancelSending(Cast.Ana, reply.Id, desk, now.AddMinutes(2));
        Assert.Equal((version, facts, first), (ticket.Version, ticket.Facts.Count, reply.HeldBack));
    }

    [Fact]
    public void Times_for_later_are_those_of_the_clocks_there()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        static string Shown((SendTime Which, DateTime Local) s) => $"{s.Which} {s.Local:ddd HH:mm}";
        IEnumerable<string> At(int day, int utcHour) => SendTimes.Suggested(new DateTimeOffset(2026, 3, day, utcHour, 0, 0, TimeSpan.Zero), berlin).Select(Shown);
        Assert.Equal(["ThisAfternoon Fri 14:00", "TomorrowMorning Sat 09:00", "MondayMorning Mon 09:00"], At(27, 12));
        Assert.Equal(["TomorrowMorning Sat 09:00", "MondayMorning Mon 09:00"], At(27, 13));
        // In Berlin it is Saturday already.
        Assert.Equal(["ThisAfternoon Sat 14:00", "TomorrowMorning Sun 09:00", "MondayMorning Mon 09:00"], At(27, 23));
        Assert.Equal(["TomorrowMorning Mon 09:00"], At(29, 12));
        Assert.Equal(new DateTimeOffset(2026, 3, 30, 7, 0, 0, TimeSpan.Zero), SendTimes.At(new DateTime(2026, 3, 30, 9, 0, 0), berlin));
        // The clocks skip from two to three.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), SendTimes.At(new DateTime(2026, 3, 29, 2, 30, 0), berlin));
    }

    /// <summary>A ticket on which somebody wrote a reply for the day after.</summary>
    private static async Task<(Guid Ticket, DateTimeOffset SendAt)> ScheduleAsync(TestDesk desk, Actor who, string text, Domain.Customers.Contact? contact = null, string? department = null)
    {
        var (ticket, _) = await desk.AddTicketAsync("The door", contact: contact, department: department);
        var place = new DraftPlace(ticket, Audience.Reply);
        var sendAt = desk.Clock.GetUtcNow() + TimeSpan.FromDays(1);
        var upTo = await TypeAsync(desk, who, place, text);
        Assert.True((await Commands(desk).SendAsync(who, place, ToSend(text, upTo) with { SendAt = sendAt })).Waits!.IsScheduled);
        return (ticket, sendAt);
    }

    private static Task<IReadOnlyList<OutgoingView>> OfTicketAsync(TestDesk desk, Guid ticket) => desk.Get<OutgoingQueries>().OfTicketAsync(desk.Sam, ticket);

    private static async Task<string> StatusAsync(TestDesk desk, Guid ticket) => desk.Desk.Status((await desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, ticket)).StatusId).Name;
}
