using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>Who else is asked about a ticket. What passes between the desk and a supplier is no customer's business.</summary>
public sealed class SupplierTests
{
    [Theory, BothDatabases]
    public async Task A_message_goes_on_to_a_supplier_once_with_those_of_its_files_that_were_chosen(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var works = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Pumpworks", null, isSupplier: true);
        var (ticket, _) = await desk.AddTicketAsync("The pump");
        var (picture, plan, own) = (await desk.UploadAsync(desk.Ben, "leak.png", ChatScene.Picture), await desk.UploadAsync(desk.Ben, "plan.png", ChatScene.Picture), await desk.UploadAsync(desk.Ana, "type.png", ChatScene.Picture));
        var note = await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("It drips here.", Attachments: [picture.Id, plan.Id]));
        await desk.Tickets.AddSupplierAsync(desk.Ana, ticket, works);
        var suppliers = desk.Get<SupplierCommands>();
        var what = new NewEntry("> It drips here.", "made-once", Attachments: [own.Id]);
        var sent = await suppliers.ForwardAsync(desk.Ana, ticket, works, note, what, [picture.Id]);
        Assert.Equal(sent, await suppliers.ForwardAsync(desk.Ana, ticket, works, note, what, [picture.Id]));
        var thread = (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ben, ticket)).Entries;
        var forwarded = Assert.Single(thread, e => e.Kind is EntryKind.SupplierMail);
        Assert.Equal(["leak.png", "type.png"], forwarded.Files.Select(f => f.FileName).Order());
        // The message keeps its own.
        Assert.Equal(["leak.png", "plan.png"], thread.Single(e => e.Id == note).Files.Select(f => f.FileName).Order());
        await Assert.ThrowsAsync<NotFoundException>(() => suppliers.ForwardAsync(desk.Ola, ticket, works, note, what, []));
        var (other, _) = await desk.AddTicketAsync("Another");
        await desk.Tickets.AddSupplierAsync(desk.Ana, other, works);
        await Assert.ThrowsAsync<NotFoundException>(() => suppliers.ForwardAsync(desk.Ana, other, works, note, new NewEntry("Not its message"), []));
    }

    [Theory, BothDatabases]
    public async Task A_supplier_is_asked_and_answers_inside_the_desk_and_Carla_reads_nothing_of_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (contacts, relations) = (desk.Get<ContactCommands>(), desk.Get<TicketRelationQueries>());
        var works = await contacts.AddOrganisationAsync(desk.Ana, "Pumpworks", null, isSupplier: true);
        var bakery = await contacts.AddOrganisationAsync(desk.Ana, "Bakery", null);
        var paula = await contacts.AddAsync(desk.Ana, new ContactDetails("Paula", "paula@pumpworks.example", null, works));
        var carla = await desk.AddContactAsync("Carla");
        var (ticket, _) = await desk.AddTicketAsync("Scales off by a gram", contact: carla);

        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddSupplierAsync(desk.Ana, ticket, bakery));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.ForwardToSupplierAsync(desk.Ana, ticket, works, new NewEntry("Too early")));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddSupplierAsync(desk.Ana, ticket, works, carla.Id));
        await desk.Tickets.AddSupplierAsync(desk.Ana, ticket, works, paula);
        await desk.Tickets.ExpectOfSupplierAsync(desk.Ben, ticket, works, paula, new DateOnly(2026, 4, 1));
        Assert.Equal([works], (await desk.Get<ContactQueries>().PickOrganisationsAsync(desk.Ana, null, suppliersOnly: true)).Select(s => s.Id));
        var supplier = Assert.Single((await relations.OfAsync(desk.Ana, ticket)).Suppliers);
        Assert.Equal(("Pumpworks", "Paula", new DateOnly(2026, 4, 1)), (supplier.Name, supplier.ContactName!, supplier.DueOn!.Value));

        var asked = await desk.Tickets.ForwardToSupplierAsync(desk.Ana, ticket, works, new NewEntry("Zinc part needed", SenderMadeId: "once"));
        Assert.Equal(asked, await desk.Tickets.ForwardToSupplierAsync(desk.Ana, ticket, works, new NewEntry("Zinc part needed", SenderMadeId: "once")));
        await desk.Tickets.TakeSupplierAnswerAsync(desk.Ben, ticket, works, new NewEntry("In two weeks"));
        var thread = (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, ticket)).Entries;
        Assert.Equal([(EntryKind.SupplierMail, "Ana"), (EntryKind.SupplierMail, "Pumpworks")], thread.Select(e => (e.Kind, e.Authors[0].Name)));
        Assert.Equal("Ben", thread[1].Authors[1].Name);
        Assert.All(thread, e => Assert.Equal(Delivery.None, e.Delivery));
        // No answer to the customer: nothing moved, nothing counts as the first reply.
        Assert.Null((await FindAsync(desk, ticket)).FirstAnsweredAt);

        var customer = Actor.Customer(carla.Id, "Carla");
        Assert.Empty((await desk.Get<TicketPageQueries>().ThreadAsync(customer, ticket)).Entries);
        await Assert.ThrowsAsync<NotFoundException>(() => relations.OfAsync(customer, ticket));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<ContactQueries>().PickOrganisationsAsync(customer, null));
        Assert.Empty((await desk.TicketQueries.ListAsync(customer, new TicketFilter(desk.Desk.Id, Search: "Zinc"))).Tickets);
        Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Search: "Zinc"))).Tickets);
        // The supplier's page shows what they were asked about.
        Assert.Equal(ticket, Assert.Single((await desk.Get<ContactQueries>().OrganisationAsync(desk.Ana, works)).Tickets).Id);

        await desk.Tickets.RemoveSupplierAsync(desk.Ana, ticket, works);
        Assert.Empty((await relations.OfAsync(desk.Ana, ticket)).Suppliers);
        Assert.Equal(2, (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, ticket)).Entries.Count);
    }

    [Theory, BothDatabases]
    public async Task A_visitor_who_reads_on_in_the_widget_sees_the_reply_and_nothing_of_the_supplier(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        await desk.ConfigureAsync(s => s with { ChatBecomesTicket = LiveDesk.Domain.Desks.ChatBecomesTicket.AtOnce });
        var works = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Pumpworks", null, isSupplier: true);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "The scales are off");
        await desk.Visitors().EndAsync(carla, chat);
        var ticket = Assert.Single(await desk.AllTicketsAsync()).Id;
        await desk.Tickets.AddSupplierAsync(desk.Ana, ticket, works);
        await desk.Tickets.ForwardToSupplierAsync(desk.Ana, ticket, works, new NewEntry("Zinc part needed"));
        await desk.Tickets.TakeSupplierAnswerAsync(desk.Ana, ticket, works, new NewEntry("Zinc in two weeks"));
        await desk.Tickets.AnswerAsync(desk.Ana, ticket, new NewEntry("We ordered a part"));
        var seen = (await desk.SeenByAsync(carla, chat))!.Lines;
        Assert.Contains(seen, l => l.Body == "We ordered a part");
        Assert.DoesNotContain(seen, l => l.Body.Contains("Zinc", StringComparison.Ordinal) || l.Author.Contains("Pumpworks", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void Only_a_desk_that_asks_suppliers_has_one_on_its_tickets(string preset)
    {
        var desk = Cast.DeskOf(preset);
        var ticket = Cast.OpenedBy(Cast.Ana, desk);
        var works = new LiveDesk.Domain.Customers.Organisation(Guid.NewGuid(), "Pumpworks", null, Cast.Monday);
        works.BeKnownAs(null, isSupplier: true);
        void Add() => ticket.AddSupplier(Cast.Ana, works, null, null, desk, Cast.Monday);
        if (preset != "suite")
        {
            Assert.Throws<RuleViolation>(Add);
            return;
        }
        Add();
        Assert.Throws<RuleViolation>(() => ticket.ForwardToSupplier(Cast.TheAssistant, works.Id, Cast.Says("Hello"), desk, Cast.Monday));
        Assert.Throws<RuleViolation>(() => ticket.TakeSupplierAnswer(Cast.Supplier, works, Cast.Says("I am another"), desk, Cast.Monday));
        var answer = ticket.TakeSupplierAnswer(Actor.Supplier(works.Id, works.Name), works, Cast.Says("Tomorrow"), desk, Cast.Monday);
        Assert.False(answer.IsPublic);
        Assert.Equal(works.Id, answer.SupplierId);
    }

    private static async Task<Ticket> FindAsync(TestDesk desk, Guid id)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == id);
    }
}
