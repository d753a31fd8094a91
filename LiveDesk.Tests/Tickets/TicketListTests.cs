using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Tickets;

namespace LiveDesk.Tests.Tickets;

/// <summary>The list: its tabs, its days, its columns.</summary>
public sealed class TicketListTests
{
    [Theory, BothDatabases]
    public async Task A_tab_says_how_many_its_list_holds_also_where_the_words_stand_in_too_many_texts(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.AddTicketAsync("The gate squeaks");
        var (loud, _) = await desk.AddTicketAsync("A loud one");
        await desk.Tickets.MoveAsync(desk.Ana, loud, desk.Desk.FirstOf(StatusCategory.Active)!.Id);
        // So many notes say “gate” that the search gives up before it comes to the older ticket.
        await using (var db = desk.OpenDatabase())
        {
            var ticket = await TicketCommands.FindAsync(db, loud, default);
            for (var i = 0; i < 2001; i++) ticket.LeaveNote(desk.Ben, new NewEntry("gate"), desk.Desk, desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        var all = new TicketFilter(desk.Desk.Id, Search: "gate");
        foreach (var status in desk.Desk.Statuses)
        {
            var tab = all with { Statuses = [status.Id] };
            var (list, counts) = await desk.TicketQueries.ListAndCountsAsync(desk.Ana, tab);
            Assert.True(list.IsCut);
            Assert.Equal(counts.GetValueOrDefault(status.Id), list.Total);
            Assert.Equal(list.Total, list.Tickets.Count);
            // The same everywhere: in a saved view, in what is changed in bulk.
            Assert.Equal(list.Total, (await desk.TicketQueries.ListAsync(desk.Ana, tab)).Total);
            Assert.Equal([list.Total], await desk.Get<ViewQueries>().CountsAsync(desk.Ana, desk.Desk.Id, [tab]));
        }
        var (everything, sums) = await desk.TicketQueries.ListAndCountsAsync(desk.Ana, all);
        Assert.Equal(sums.Values.Sum(), everything.Total);
        Assert.Equal("A loud one", Assert.Single(everything.Tickets).Subject);
        Assert.Equal(2, (await desk.TicketQueries.ListAndCountsAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).List.Total);
    }

    [Theory, BothDatabases]
    public async Task Ana_lists_the_tickets_of_some_days_from_midnight_to_midnight(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var first = Today(desk);
        var midnight = TodoDay.Of(first, TimeZoneInfo.Local).EndsAt;
        desk.Clock.Advance(midnight - desk.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        var (late, _) = await desk.AddTicketAsync("Just before midnight");
        desk.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await desk.AddTicketAsync("At midnight");
        desk.Clock.Advance(TimeSpan.FromDays(3));
        await desk.AddTicketAsync("Three days later");
        await desk.Tickets.LeaveNoteAsync(desk.Ana, late, new NewEntry("Still there?"));
        var (second, last) = (first.AddDays(1), Today(desk));
        Assert.Equal(["Just before midnight"], await SubjectsAsync(desk, $"created={Text(first)}"));
        Assert.Equal(["At midnight"], await SubjectsAsync(desk, $"created={Text(second)}..{Text(second)}"));
        Assert.Equal(["At midnight", "Just before midnight"], await SubjectsAsync(desk, $"created=..{Text(second)}"));
        Assert.Equal(["At midnight", "Three days later"], await SubjectsAsync(desk, $"created={Text(second)}..&sort=created&dir=asc"));
        Assert.Equal(["Just before midnight", "Three days later"], await SubjectsAsync(desk, $"activity={Text(last)}.."));
        Assert.Equal(["Just before midnight"], await SubjectsAsync(desk, $"activity={Text(last)}&created=..{Text(first)}&q=midnight"));
        Assert.Empty(await SubjectsAsync(desk, $"activity=..{Text(first)}"));
    }

    [Fact]
    public void Days_that_are_none_are_left_out_and_named_and_a_view_keeps_the_others()
    {
        var desk = Cast.DeskOf("technician");
        foreach (var rubbish in new[] { "yesterday", "..", "2026-02-30", "2026-11-30..2026-11-01", "2026-01-01..2026-01-02..2026-01-03", "0001-01-01", "9999-12-31..", "2026-11-01..x" })
        {
            var read = TicketListAddress.Read($"created={rubbish}&activity=2026-11-01..", desk, null, Cast.Monday);
            Assert.Equal([$"created={rubbish}"], read.NotUnderstood);
            Assert.Null(read.Filter.Created);
            Assert.Equal(new DayRange(new DateOnly(2026, 11, 1), null), read.Filter.Activity);
        }
        string Kept(string query) => TicketListAddress.Kept(new Uri($"http://desk.test/?{query}"), desk);
        Assert.Equal("created=2026-11-01", Kept("created=2026-11-01..2026-11-01"));
        Assert.Equal("created=..2026-11-30&activity=2026-11-01..2026-11-02", Kept("activity=2026-11-01..2026-11-02&created=..2026-11-30"));
    }

    [Fact]
    public void Columns_are_kept_in_their_order_and_what_the_desk_no_longer_has_is_left_out()
    {
        var desk = Cast.DeskOf("technician");
        Assert.Null(ListColumns.Read(null, desk));
        Assert.Empty(ListColumns.Read("", desk)!);
        var chosen = ListColumns.Read("lastactivity,evil,priority,field.0b6f1a7e1d1f4f0c8f0c2a3b4c5d6e7f,priority,department", desk)!;
        Assert.Equal([ListColumnKind.LastActivity, ListColumnKind.Priority, ListColumnKind.Department], chosen.Select(c => c.Kind));
        Assert.Equal("lastactivity,priority,department", ListColumns.Kept(chosen));
        // A desk that promises nothing offers no such column.
        Assert.Equal(desk.SlaPolicies.Count > 0, ListColumns.Of(desk).Any(c => c.Kind is ListColumnKind.Sla));
        var usual = ListColumns.Usual(desk, new TicketFilter(desk.Id), haveFollowUps: false).Select(c => c.Kind).ToList();
        Assert.Contains(ListColumnKind.Created, usual);
        Assert.DoesNotContain(ListColumnKind.FollowUp, usual);
        var withFollowUps = ListColumns.Usual(desk, new TicketFilter(desk.Id), haveFollowUps: true).Select(c => c.Kind).ToList();
        Assert.Equal((usual.Count, true, false), (withFollowUps.Count, withFollowUps.Contains(ListColumnKind.FollowUp), withFollowUps.Contains(ListColumnKind.Created)));
    }

    [Theory, BothDatabases]
    public async Task What_is_filled_in_is_read_for_the_columns_that_show_it_and_for_no_others(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var red = new FieldOption(Guid.NewGuid(), "Red");
        var field = new CustomField { Id = Guid.NewGuid(), Name = "Colour", Kind = FieldKind.Choice, Options = [red] };
        await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal("Colour", Assert.Single(ListColumns.Read($"status,field.{field.Id:N}", rules)!, c => c.Field is not null).Field!.Name);
        var (id, _) = await desk.AddTicketAsync("Painted");
        await desk.Tickets.FillInAsync(desk.Ana, id, field.Id, red.Id.ToString());
        await desk.Tickets.CategoriseAsync(desk.Ana, id, rules.Categories[0].Id);
        var all = new TicketFilter(desk.Desk.Id);
        var card = Assert.Single((await desk.TicketQueries.ListAndCountsAsync(desk.Ana, all, withFields: true)).List.Tickets);
        Assert.Equal((red.Id.ToString(), rules.Categories[0].Id), (card.Fields![field.Id], card.CategoryId));
        Assert.Null(Assert.Single((await desk.TicketQueries.ListAndCountsAsync(desk.Ana, all)).List.Tickets).Fields);
    }

    private static DateOnly Today(TestDesk desk) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(desk.Clock.GetUtcNow(), TimeZoneInfo.Local).DateTime);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> SubjectsAsync(TestDesk desk, string query)
    {
        var address = TicketListAddress.Read(query, desk.Desk, null, desk.Clock.GetUtcNow());
        Assert.Empty(address.NotUnderstood);
        var (list, counts) = await desk.TicketQueries.ListAndCountsAsync(desk.Ana, address.Filter);
        Assert.Equal(counts.Values.Sum(), list.Total);
        return [.. list.Tickets.Select(t => t.Subject).Order(StringComparer.Ordinal)];
    }
}
