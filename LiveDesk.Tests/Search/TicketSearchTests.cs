using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Search;

public sealed class TicketSearchTests
{
    [Theory, BothDatabases]
    public async Task Ana_finds_a_ticket_by_every_text_that_it_has(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, number) = await desk.AddTicketAsync("Türsprechanlage ohne Ton");
        await desk.AddTicketAsync("Something else", contact: await desk.AddContactAsync("Dev"));
        await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("Please restart the **gateway**."));
        await desk.Tickets.LeaveNoteAsync(desk.Ben, id, new NewEntry("Serial QX77 is on the blacklist"));
        foreach (var words in new[] { "tursprechanlage", "TÜRSPRECH", "carla", "carla@example.com", "gateways", "qx77", "ton gatew", $"{number}", $"#{number}", TicketNumber.Show(number, NumberForm.Scrambled), "blacklist carla" })
            Assert.Equal([number], await FoundAsync(desk, desk.Ana, words));
        Assert.Empty(await FoundAsync(desk, desk.Ana, "gateway else"));
    }

    [Theory, BothDatabases]
    public async Task Ana_finds_a_ticket_by_what_it_belongs_to_whatever_that_is_called_today_and_its_customer_does_not(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var contacts = desk.Get<ContactCommands>();
        var (bakery, mill) = (await contacts.AddOrganisationAsync(desk.Ana, "Bakery Quentin", null), await contacts.AddOrganisationAsync(desk.Ana, "Windmill Works", null, isSupplier: true));
        var red = new FieldOption(Guid.NewGuid(), "Vermilion");
        var (colour, serial) = (new CustomField { Id = Guid.NewGuid(), Name = "Colour", Kind = FieldKind.Choice, Options = [red] }, new CustomField { Id = Guid.NewGuid(), Name = "Serial" });
        foreach (var field in new[] { colour, serial }) await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var frida = await contacts.AddAsync(desk.Ana, new ContactDetails("Frida", "frida@example.com", null, bakery));
        var (id, number) = await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, new NewTicket { Subject = "It drips", RequesterName = "Frida", ContactId = frida, Channel = Channel.Email });
        await desk.AddTicketAsync("It drips elsewhere");
        await desk.Tickets.FillInAsync(desk.Ana, id, colour.Id, red.Id.ToString());
        await desk.Tickets.FillInAsync(desk.Ana, id, serial.Id, "QX77-B");
        await desk.Tickets.AddSupplierAsync(desk.Ana, id, mill);
        await desk.Tickets.LinkRecordAsync(desk.Ana, id, await desk.Get<RecordCommands>().AddAsync(desk.Ana, "equipment", new RecordDetails("Circulation pump", "GR-4711", bakery)));
        foreach (var words in new[] { "quentin", "bakery dri", "qx77", "vermilion", "windmill", "circulation", "4711", "drips vermilion wind" }) Assert.Equal([number], await FoundAsync(desk, desk.Ana, words));
        Assert.Empty(await FoundAsync(desk, desk.Ana, "windmill elsewhere"));
        Assert.Empty(await FoundAsync(desk, desk.Ola, "quentin"));
        Assert.Single(await FoundAsync(desk, Actor.Customer(frida, "Frida"), "drips"));
        foreach (var words in new[] { "windmill", "4711", "quentin" }) Assert.Empty(await FoundAsync(desk, Actor.Customer(frida, "Frida"), words));
        await contacts.ChangeOrganisationAsync(desk.Ana, bakery, "Confectioner Quist", null);
        Assert.Equal([number], await FoundAsync(desk, desk.Ana, "quist"));
        Assert.Empty(await FoundAsync(desk, desk.Ana, "quentin"));
        await desk.Tickets.FillInAsync(desk.Ana, id, serial.Id, null);
        Assert.Empty(await FoundAsync(desk, desk.Ana, "qx77"));
    }

    [Theory, BothDatabases]
    public async Task A_number_also_finds_tickets_that_quote_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (_, first) = await desk.AddTicketAsync("First");
        var (_, second) = await desk.AddTicketAsync($"Again error {first}");
        Assert.Equal([first, second], await FoundAsync(desk, desk.Ana, $"{first}"));
    }

    [Theory, BothDatabases]
    public async Task Rubbish_and_operators_find_nothing_and_break_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (_, number) = await desk.AddTicketAsync("Alarm OR fire");
        foreach (var words in new[] { "\"", "*", "(", "'); DROP TABLE \"Tickets\"; --", "a:b:c", "NEAR(", "\0", "\ud800", "!!!", "%", "_", "& | !", "<->", "\\", "':*", "^", "{", "-alarm fire zzz", new string('x', 5000), string.Join(' ', Enumerable.Repeat("zz", 500)) })
            Assert.Empty(await FoundAsync(desk, desk.Ana, words));
        Assert.Equal([number], await FoundAsync(desk, desk.Ana, "fire OR alarm"));
        Assert.Equal([number], await FoundAsync(desk, desk.Ana, "\"alarm\" AND (fir*)".Replace("AND", "", StringComparison.Ordinal)));
    }

    [Theory, BothDatabases]
    public async Task Ola_does_not_find_what_she_may_not_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (_, hers) = await desk.AddTicketAsync("Invoice zebra", department: "Billing");
        var (_, theirs) = await desk.AddTicketAsync("Server zebra", department: desk.Desk.Departments.First(d => d.Name != "Billing").Name);
        Assert.Equal([hers, theirs], await FoundAsync(desk, desk.Sam, "zebra"));
        Assert.Equal([hers], await FoundAsync(desk, desk.Ola, "zebra"));
        Assert.Empty(await FoundAsync(desk, desk.Ola, $"{theirs}"));
    }

    [Theory, BothDatabases]
    public async Task A_customer_does_not_find_words_of_a_note(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await desk.AddContactAsync("Carla");
        var (id, _) = await desk.AddTicketAsync("Alarm", contact: carla);
        await desk.Tickets.LeaveNoteAsync(desk.Ana, id, new NewEntry("troublesome"));
        await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("wonderful"));
        await using var db = desk.Get<DeskDatabase>().OpenFor(Actor.Customer(carla.Id, "Carla"));
        Assert.Single((await TicketSearch.FindAsync(db, db.Tickets, "wonderful")).Texts);
        Assert.Empty((await TicketSearch.FindAsync(db, db.Tickets, "troublesome")).Texts);
        Assert.Empty((await TicketSearch.FindAsync(db, db.Tickets, "wonderful troublesome", mostTexts: 1)).Texts);
    }

    [Theory, BothDatabases]
    public async Task A_renamed_ticket_is_found_by_its_new_name_only(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, number) = await desk.AddTicketAsync("Giraffe");
        await desk.Tickets.RenameAsync(desk.Ana, id, "Elephant");
        Assert.Equal([number], await FoundAsync(desk, desk.Ana, "elephant"));
        Assert.Empty(await FoundAsync(desk, desk.Ana, "giraffe"));
    }

    [Theory, BothDatabases]
    public async Task Of_a_common_word_the_newest_are_found_and_a_rare_word_beside_it_finds_the_oldest(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var ids = new List<Guid>();
        foreach (var subject in new[] { "Oldest walrus", "Middle", "Newest" })
        {
            var (id, _) = await desk.AddTicketAsync(subject, department: "Billing");
            await desk.Tickets.LeaveNoteAsync(desk.Sam, id, new NewEntry($"Please look. {subject}"));
            ids.Add(id);
        }
        await desk.AddTicketAsync("Please and walrus, elsewhere", department: desk.Desk.Departments.First(d => d.Name != "Billing").Name);
        await using var db = desk.Get<DeskDatabase>().OpenFor(desk.Ola);
        var common = await TicketSearch.FindAsync(db, db.Tickets, "please", mostTexts: 2);
        Assert.True(common.IsCut);
        Assert.Equal([ids[1], ids[2]], common.Texts.Keys.Order());
        // "walrus" stands in the subject and in the note: two texts of one ticket, three are looked at.
        var rare = await TicketSearch.FindAsync(db, db.Tickets, "please walrus", mostTexts: 3);
        Assert.False(rare.IsCut);
        Assert.Equal([ids[0]], rare.Texts.Keys);
        // Of words that are all common, half as many texts will do.
        var together = await TicketSearch.FindAsync(db, db.Tickets, "look please", mostTexts: 3);
        Assert.True(together.IsCut);
        Assert.Equal([ids[1], ids[2]], together.Texts.Keys.Order());
    }

    [Theory, BothDatabases]
    public async Task The_list_shows_where_the_words_stand(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("Gate");
        await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("Please restart the **gateways** behind the Tür, <b>twice</b>."));
        var hit = Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Search: "gateway tur"))).Tickets);
        Assert.Equal(["gateways", "Tür"], hit.Excerpt!.Parts.Where(p => p.IsHit).Select(p => p.Text));
        Assert.StartsWith("Please restart the gateways behind the Tür, ", string.Concat(hit.Excerpt.Parts.Select(p => p.Text)), StringComparison.Ordinal);
        Assert.Null(Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).Tickets).Excerpt);
    }

    private static async Task<IEnumerable<long>> FoundAsync(TestDesk desk, Actor me, string words) =>
        (await desk.TicketQueries.ListAsync(me, new TicketFilter(desk.Desk.Id, Search: words))).Tickets.Select(t => t.Number).Order();
}
