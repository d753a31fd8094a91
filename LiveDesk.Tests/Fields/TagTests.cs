using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Fields;

/// <summary>Tags on a real database.</summary>
public sealed class TagTests
{
    [Theory, BothDatabases]
    public async Task Twelve_tags_at_the_same_moment_are_all_on_the_ticket_and_each_is_made_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("The printer is on fire");
        string[] names = ["fire", "Fire", "printer", "vip"];
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => desk.Tickets.TagAsync(i % 2 == 0 ? desk.Ana : desk.Ben, ticket, names[i % names.Length])));
        var now = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(["fire", "printer", "vip"], await NamesOnAsync(desk, ticket, ignoreCase: true));
        Assert.Equal(3, now.Tags.Count);
        var history = await desk.HistoryAsync(desk.Ana, ticket);
        Assert.Equal(3, history.Count(l => l.Kind == nameof(TicketWasTagged)));
        var (fire, vip) = (now.TagCalled("fire")!.Id, now.TagCalled("vip")!.Id);
        await Task.WhenAll(desk.Tickets.TakeOffTagAsync(desk.Ana, ticket, fire), desk.Tickets.TakeOffTagAsync(desk.Ben, ticket, vip), desk.Tickets.TagAsync(desk.Sam, ticket, "loud"));
        Assert.Equal(["loud", "printer"], await NamesOnAsync(desk, ticket));
    }

    [Theory, BothDatabases]
    public async Task A_merge_is_exact_while_others_put_the_tag_on_and_changes_no_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var tickets = new List<Guid>();
        for (var i = 0; i < 6; i++) tickets.Add((await desk.AddTicketAsync($"Ticket {i}")).Id);
        var old = await desk.Tickets.TagAsync(desk.Ana, tickets[0], "printers");
        await desk.Tickets.TagAsync(desk.Ana, tickets[1], "printers");
        await desk.Tickets.TagAsync(desk.Ana, tickets[1], "printer");
        var into = (await desk.Catalogue.DeskAsync(desk.Desk.Id)).TagCalled("printer")!.Id;
        var before = (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, tickets[0])).LastActivityAt;
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll([desk.Get<DeskCommands>().MergeTagAsync(desk.Sam, desk.Desk.Id, old, into), .. tickets.Skip(2).Select(t => desk.Tickets.PutTagAsync(desk.Ben, t, old))]);
        foreach (var ticket in tickets) Assert.Equal(["printer"], await NamesOnAsync(desk, ticket));
        Assert.Equal(before, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, tickets[0])).LastActivityAt);
        Assert.Equal(6, (await desk.Get<DeskQueries>().TagUseAsync(desk.Sam, desk.Desk.Id))[into]);
        Assert.Equal(6, (await ListAsync(desk, desk.Ana, "tag=printer")).Total);

        await desk.Get<DeskCommands>().ChangeTagAsync(desk.Sam, desk.Desk.Id, into, "Printing", "teal", "printer");
        Assert.Equal(6, (await ListAsync(desk, desk.Ana, "tag=printing")).Total);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<DeskCommands>().ChangeTagAsync(desk.Ana, desk.Desk.Id, into, "Mine", "teal"));
        await desk.Get<DeskCommands>().DeleteTagAsync(desk.Sam, desk.Desk.Id, into);
        Assert.Empty(await NamesOnAsync(desk, tickets[0]));
        Assert.Empty(await desk.Get<DeskQueries>().TagUseAsync(desk.Sam, desk.Desk.Id));
    }

    [Theory, BothDatabases]
    public async Task Nobody_counts_or_finds_tags_of_tickets_that_they_may_not_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (hidden, _) = await desk.AddTicketAsync("A domain", department: "Domains");
        var (seen, _) = await desk.AddTicketAsync("A bill", department: "Billing");
        var tag = await desk.Tickets.TagAsync(desk.Ana, hidden, "vip");
        await desk.Tickets.TagAsync(desk.Ana, hidden, "secret");
        await desk.Tickets.PutTagAsync(desk.Ola, seen, tag);
        var lea = Actor.Agent(Guid.NewGuid(), "Lea", Role.Supervisor, desk.Ola.Sight);
        Assert.Equal(2, (await desk.Get<DeskQueries>().TagUseAsync(desk.Sam, desk.Desk.Id))[tag]);
        Assert.Equal([(tag, 1)], (await desk.Get<DeskQueries>().TagUseAsync(lea, desk.Desk.Id)).Select(u => (u.Key, u.Value)));
        Assert.Equal(1, (await ListAsync(desk, desk.Ola, "tag=vip")).Total);
        Assert.Equal(0, (await ListAsync(desk, desk.Ola, "tag=secret")).Total);
        Assert.Equal(2, (await ListAsync(desk, desk.Ana, "tag=vip")).Total);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.TagAsync(desk.Ola, hidden, "mine"));
        Assert.Null((await desk.Catalogue.DeskAsync(desk.Desk.Id)).TagCalled("mine"));
        // A tag of another desk is none here.
        var (elsewhere, _) = await desk.AddTicketAsync("Elsewhere", await desk.AddDeskAsync("field"));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.PutTagAsync(desk.Sam, elsewhere, tag));
    }

    [Theory, BothDatabases]
    public async Task Lists_and_boards_show_them_and_the_address_finds_one_or_all_of_several(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (both, _) = await desk.AddTicketAsync("Both");
        var (one, _) = await desk.AddTicketAsync("One");
        await desk.AddTicketAsync("None");
        foreach (var (ticket, name) in new[] { (both, "red tape"), (both, "vip"), (one, "vip") }) await desk.Tickets.TagAsync(desk.Ana, ticket, name);
        Assert.Equal(["Both", "One"], (await ListAsync(desk, desk.Ana, "tag=VIP")).Tickets.Select(t => t.Subject).Order());
        var narrowed = Assert.Single((await ListAsync(desk, desk.Ana, "tag=vip,red%20tape")).Tickets);
        Assert.Equal(2, narrowed.Tags.All.Count);
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(["tag=nonsense"], TicketListAddress.Read("?tag=vip,nonsense", rules, null, desk.Clock.GetUtcNow()).NotUnderstood);
        // A saved view keeps ids: another name, or a merge, and it still is the same list.
        var kept = TicketListAddress.Kept(new Uri("http://desk/?tag=vip,red%20tape"), rules);
        Assert.Equal(kept, TicketListAddress.Kept(new Uri("http://desk/?tag=red%20tape,VIP"), rules));
        var first = await desk.Get<BoardQueries>().BoardAsync(desk.Ana, desk.Desk.Id);
        Assert.Equal([0, 1, 2], first.Cards.Select(c => c.Tags.All.Count).Order());
        await desk.Get<DeskCommands>().MergeTagAsync(desk.Sam, desk.Desk.Id, rules.TagCalled("red tape")!.Id, rules.TagCalled("vip")!.Id);
        rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        var view = TicketListAddress.Read(kept, rules, null, desk.Clock.GetUtcNow());
        Assert.Empty(view.NotUnderstood);
        Assert.Equal(2, (await desk.TicketQueries.ListAsync(desk.Ana, view.Filter)).Total);
    }

    [Theory, BothDatabases]
    public async Task A_tag_is_put_on_many_and_taken_off_many_and_undone_only_where_it_was_done(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (had, _) = await desk.AddTicketAsync("Had it");
        var (had2, _) = await desk.AddTicketAsync("Had not");
        var tag = await desk.Tickets.TagAsync(desk.Ana, had, "vip");
        var bulk = desk.Get<BulkCommands>();
        foreach (var (change, during) in new[] { (new BulkChange(BulkKind.AddTag, tag), 2), (new BulkChange(BulkKind.RemoveTag, tag), 0) })
        {
            var done = await bulk.StartAsync(desk.Ana, desk.Desk.Id, change, [had, had2]);
            await desk.DoDueWorkAsync();
            Assert.Equal(during, (await ListAsync(desk, desk.Ana, "tag=vip")).Total);
            await bulk.UndoAsync(desk.Ana, done);
            await desk.DoDueWorkAsync();
            Assert.Equal(["Had it"], (await ListAsync(desk, desk.Ana, "tag=vip")).Tickets.Select(t => t.Subject));
        }
        await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.AddTag, Guid.NewGuid()), [had]));
    }

    private static async Task<TicketList> ListAsync(TestDesk desk, Actor me, string query) =>
        await desk.TicketQueries.ListAsync(me, TicketListAddress.Read(query, await desk.Catalogue.DeskAsync(desk.Desk.Id), null, desk.Clock.GetUtcNow()).Filter);

    private static async Task<IEnumerable<string>> NamesOnAsync(TestDesk desk, Guid ticket, bool ignoreCase = false)
    {
        var names = (await desk.Catalogue.DeskAsync(desk.Desk.Id)).StandingTags((await desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, ticket)).Tags).Select(t => t.Name);
        return ignoreCase ? names.Select(n => n.ToLowerInvariant()) : names;
    }
}
