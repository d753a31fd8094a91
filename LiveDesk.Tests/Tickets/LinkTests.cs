using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>Tickets that belong together, and tickets that are put aside.</summary>
public sealed class LinkTests
{
    [Theory, BothDatabases]
    public async Task A_link_is_seen_from_both_sides_until_one_of_them_removes_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (child, _) = await desk.AddTicketAsync("The panel beeps");
        var (master, _) = await desk.AddTicketAsync("Every panel beeps");
        await desk.Tickets.LinkAsync(desk.Ana, child, master, LinkKind.Child);
        await desk.Tickets.LinkAsync(desk.Ben, child, master, LinkKind.Child);
        Assert.Equal((master, LinkKind.Child, false), Assert.Single(await LinksAsync(desk, desk.Ana, child)));
        Assert.Equal((child, LinkKind.Child, true), Assert.Single(await LinksAsync(desk, desk.Ben, master)));
        await desk.Tickets.UnlinkAsync(desk.Ben, child, master, LinkKind.Child);
        Assert.Empty(await LinksAsync(desk, desk.Ana, master));
    }

    [Theory, BothDatabases]
    public async Task No_ticket_is_its_own_master_over_however_many_steps(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++) ids.Add((await desk.AddTicketAsync($"Panel {i}")).Id);
        for (var i = 0; i < 3; i++) await desk.Tickets.LinkAsync(desk.Ana, ids[i], ids[i + 1], LinkKind.Child);
        foreach (var (child, master) in new[] { (ids[3], ids[0]), (ids[1], ids[0]), (ids[0], ids[0]) })
            await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.LinkAsync(desk.Ana, child, master, LinkKind.Child));
        await desk.Tickets.LinkAsync(desk.Ana, ids[3], ids[0], LinkKind.Related);
    }

    [Theory, BothDatabases]
    public async Task Where_a_ticket_came_from_is_not_unlinked_and_merging_alone_says_merged(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (later, _) = await desk.AddTicketAsync("It beeps again");
        var (before, _) = await desk.AddTicketAsync("It beeped");
        await desk.Tickets.LinkAsync(desk.Ana, later, before, LinkKind.FollowUpOf);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.UnlinkAsync(desk.Ana, later, before, LinkKind.FollowUpOf));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.LinkAsync(desk.Ana, later, before, LinkKind.MergedFrom));
    }

    [Theory, BothDatabases]
    public async Task Threat_18_Ola_links_nothing_to_a_ticket_that_she_does_not_see_and_is_not_told_of_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (hers, _) = await desk.AddTicketAsync("The invoice", department: "Billing");
        var (theirs, _) = await desk.AddTicketAsync("The server", department: "Technical");
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.LinkAsync(desk.Ola, hers, theirs, LinkKind.Related));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.LinkAsync(desk.Ola, theirs, hers, LinkKind.Related));
        await desk.Tickets.LinkAsync(desk.Sam, hers, theirs, LinkKind.Related);
        Assert.Empty(await LinksAsync(desk, desk.Ola, hers));
        Assert.Single(await LinksAsync(desk, desk.Sam, hers));
    }

    [Theory, BothDatabases]
    public async Task What_Ana_marks_as_spam_is_in_no_list_but_the_trash_until_Ben_brings_it_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (spam, _) = await desk.AddTicketAsync("Cheap watches");
        await desk.AddTicketAsync("The panel beeps");
        await desk.Tickets.PutAsideAsync(desk.Ana, spam, isSpam: true);
        var filter = new TicketFilter(desk.Desk.Id);
        Assert.Equal("The panel beeps", Assert.Single((await desk.TicketQueries.ListAsync(desk.Ben, filter)).Tickets).Subject);
        Assert.Equal(1, (await desk.TicketQueries.CountsAsync(desk.Ben, filter)).Values.Sum());
        Assert.Single((await desk.Get<BoardQueries>().BoardAsync(desk.Ben, desk.Desk.Id)).Cards);
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ben, filter with { Search = "watches" })).Tickets);
        Assert.Equal(spam, Assert.Single((await desk.TicketQueries.ListAsync(desk.Ben, filter with { IsAside = true })).Tickets).Id);
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ola, filter with { IsAside = true })).Tickets);
        Assert.True((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, spam)).Aside is { IsSpam: true });
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AnswerAsync(desk.Ben, spam, new NewEntry("No, thank you")));

        await desk.Tickets.BringBackAsync(desk.Ben, spam);
        Assert.Equal(2, (await desk.TicketQueries.ListAsync(desk.Ana, filter)).Total);
    }

    [Theory, BothDatabases]
    public async Task Of_a_masters_children_the_open_ones_end_with_it_and_what_one_refuses_keeps_no_other(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (master, _) = await desk.AddTicketAsync("Every panel beeps");
        var children = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            children.Add((await desk.AddTicketAsync($"Panel {i}")).Id);
            await desk.Tickets.LinkAsync(desk.Ana, children[i], master, LinkKind.Child);
        }
        await desk.Tickets.ResolveAsync(desk.Ben, children[0], "Its own fault.");
        var pages = desk.Get<TicketPageQueries>();
        Assert.Equal(children[1..], (await pages.OpenChildrenAsync(desk.Ana, master)).Select(c => c.Id));
        Assert.Empty(await pages.OpenChildrenAsync(desk.Ola, master));

        // Ana saw three of them open; Ben is faster with two, and the server goes down before the rest is done.
        await desk.Tickets.MoveAsync(desk.Ana, master, desk.Desk.StatusNamed("Resolved").Id, new MoveDetails(Resolution: "It is the firmware.") { Children = children });
        await desk.Tickets.PutAsideAsync(desk.Ben, children[2], isSpam: false);
        await desk.Tickets.CloseAsync(desk.Ben, children[3]);
        await using var restarted = await desk.OpenSecondNodeAsync();
        await restarted.DoDueWorkAsync();
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((3, 1, 2, true), (last.Total, last.Done, last.Refused, last.CanBeUndone));
        Assert.Contains(last.FirstRefused, r => r.Why == "This ticket is in the trash. Bring it back first.");
        Assert.Contains(last.FirstRefused, r => r.Why.Contains("Ben", StringComparison.Ordinal));
        Assert.Equal(["Its own fault.", "It is the firmware.", "none", "none"], await Task.WhenAll(children.Select(async c => (await pages.DetailAsync(desk.Ana, c)).Resolution?.Text ?? "none")));
    }

    [Theory, BothDatabases]
    public async Task Two_hundred_and_one_children_end_with_their_master_by_confirming_and_in_bulk_and_none_is_left_out(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (master, _) = await desk.AddTicketAsync("Every panel beeps");
        await using (var db = desk.OpenDatabase())
        {
            var top = await db.Tickets.SingleAsync(t => t.Id == master);
            for (var i = 0; i < 201; i++)
            {
                var child = Ticket.Open(new NewTicket { Subject = $"Panel {i}", Channel = Channel.Email }, desk.Desk, Actor.System, desk.Clock.GetUtcNow());
                child.LinkTo(desk.Ana, top, LinkKind.Child, desk.Clock.GetUtcNow());
                db.Tickets.Add(child);
            }
            await db.CommitAsync();
        }
        var (pages, bulk) = (desk.Get<TicketPageQueries>(), desk.Get<BulkCommands>());
        Assert.Equal(201, (await pages.OpenChildrenAsync(desk.Ana, master)).Count);
        await desk.Tickets.ResolveAsync(desk.Ana, master, "It is the firmware.");
        await desk.Tickets.ConfirmAsync(desk.Ana, master, [.. (await pages.OpenChildrenAsync(desk.Ana, master)).Select(c => c.Id)]);
        await desk.DoDueWorkAsync();
        Assert.Empty(await pages.OpenChildrenAsync(desk.Ana, master));

        await bulk.UndoAsync(desk.Ana, (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!.Id);
        await desk.DoDueWorkAsync();
        Assert.Equal(201, await desk.Get<BulkQueries>().OpenChildrenAsync(desk.Ana, desk.Desk.Id, [master]));
        await desk.Tickets.ReopenAsync(desk.Ana, master);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Status, desk.Desk.StatusNamed("Closed").Id) { WithChildren = true }, [master]);
        await desk.DoDueWorkAsync();
        Assert.Equal(202, (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!.Done);
        Assert.Empty(await pages.OpenChildrenAsync(desk.Ana, master));
    }

    [Theory, BothDatabases]
    public async Task Where_the_desk_has_a_rule_for_it_a_masters_move_is_met_by_its_open_children(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add((await desk.AddTicketAsync($"Line {i}")).Id);
        foreach (var child in ids[1..]) await desk.Tickets.LinkAsync(desk.Ana, child, ids[0], LinkKind.Child);
        await desk.Tickets.CloseAsync(desk.Ana, ids[2]);
        async Task<IEnumerable<string>> StandAsync() => (await Task.WhenAll(ids.Select(async id => (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, id)).StatusId))).Select(s => desk.Desk.Status(s).Name);
        await desk.Tickets.MoveAsync(desk.Ana, ids[0], desk.Desk.StatusNamed("In Progress").Id);
        await desk.DoDueWorkAsync();
        Assert.Equal(["In Progress", "New", "Closed"], await StandAsync());
        await desk.Get<DeskCommands>().AnswerEventAsync(desk.Sam, desk.Desk.Id, TicketEvent.MasterChanged, new Dictionary<StatusCategory, Guid?> { [StatusCategory.New] = desk.Desk.StatusNamed("Waiting on Customer").Id });
        await desk.Tickets.MoveAsync(desk.Ana, ids[0], desk.Desk.StatusNamed("Waiting on Customer").Id);
        await desk.DoDueWorkAsync();
        Assert.Equal(["Waiting on Customer", "Waiting on Customer", "Closed"], await StandAsync());
    }

    [Theory, BothDatabases]
    public async Task An_escalation_reaches_only_who_can_see_the_ticket_and_says_why(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (id, _) = await desk.AddTicketAsync("The line is down");
        Assert.Equal("to", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.EscalateAsync(desk.Ana, id, "Since Monday", desk.Ola.Id, null))).Field);
        Assert.Equal("to", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.EscalateAsync(desk.Ana, id, "Since Monday", null, null))).Field);
        Assert.Equal("reason", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.EscalateAsync(desk.Ana, id, " ", desk.Ben.Id, null))).Field);
        await desk.Tickets.EscalateAsync(desk.Ana, id, "Since Monday", desk.Ben.Id, null);
        var ticket = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, id);
        Assert.Equal(("Escalated", "Since Monday", desk.Ben.Id), (desk.Desk.Status(ticket.StatusId).Name, ticket.Escalation!.Reason, ticket.Escalation.ToPerson));
        await desk.Tickets.ResolveAsync(desk.Ana, id, "Replaced the switch.");
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.EscalateAsync(desk.Ana, id, "Too late", desk.Ben.Id, null));
        await desk.Tickets.ConfirmAsync(desk.Ana, id);
        Assert.Equal("Closed", desk.Desk.Status((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, id)).StatusId).Name);
    }

    private static async Task<IEnumerable<(Guid, LinkKind, bool)>> LinksAsync(TestDesk desk, Actor me, Guid ticketId) =>
        (await desk.Get<TicketPageQueries>().DetailAsync(me, ticketId)).Links.Select(l => (l.Id, l.Kind, l.IsIncoming));
}
