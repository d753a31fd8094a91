using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;

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

        var seen = children.ToDictionary(c => c, _ => desk.Desk.FirstStatus.Id);
        await desk.Tickets.PutAsideAsync(desk.Ben, children[2], isSpam: false);
        await desk.Tickets.CloseAsync(desk.Ben, children[3]);
        var resolved = desk.Desk.FirstOf(StatusCategory.Resolved)!;
        var refused = await desk.Tickets.MoveEachAsync(desk.Ana, seen, resolved.Id, new MoveDetails(Resolution: "A firmware from the maker."));
        Assert.Equal(new[] { children[0], children[2], children[3] }.Order(), refused.Keys.Order());
        Assert.Equal("This ticket is in the trash. Bring it back first.", refused[children[2]]);
        Assert.Contains("Ben", refused[children[3]], StringComparison.Ordinal);
        Assert.Equal(["Its own fault.", "A firmware from the maker.", "none", "none"], await Task.WhenAll(children.Select(async c => (await pages.DetailAsync(desk.Ana, c)).Resolution?.Text ?? "none")));
        Assert.Equal(4, (await desk.Tickets.MoveEachAsync(desk.Ola, seen, resolved.Id, new MoveDetails(Resolution: "Mine"))).Count);
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
