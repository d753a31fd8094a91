using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Notifications;

namespace LiveDesk.Tests.Security;

/// <summary>
/// What happened on the two desks of the <see cref="SightWorld"/>: tickets in every department with all that can hang on one, and every way
/// in which a ticket that somebody sees touches one that they do not see.
/// </summary>
internal sealed partial class SightStories(TestDesk desk)
{
    /// <summary>Each stands on tickets of one department alone; the last on what Ola had and no longer sees.</summary>
    public const string Technical = "quagga", Billing = "okapi", Domains = "numbat", Suite = "ibex", Away = "dugong";

    private readonly Dictionary<string, Actor> _hands = [];
    private readonly Dictionary<Guid, MacroChoice> _macros = [];
    private Desk _hosting = default!, _suite = default!;
    private Guid _firm, _carla, _supplier, _machine, _field;
    private int _opened;

    private Actor Sam => desk.Sam;

    public async Task TellAsync()
    {
        await PrepareAsync();
        await DeletedForGoodAsync();
        await desk.Get<TimerCommands>().StartAsync(Sam, await WithEverythingAsync(_hosting, "Technical", Technical, await HandAsync("Max")));
        await WithEverythingAsync(_hosting, "Billing", Billing, desk.Ola);
        await WithEverythingAsync(_hosting, "Domains", Domains, await HandAsync("Uma"));
        await WithEverythingAsync(_suite, "Support", Suite, desk.Ana);
        await TakenFromOlaAsync();
        await LinkedAsync();
        await MergedAsync();
        await MasterAndChildrenAsync();
        await SplitAsync();
        await InTwoDepartmentsAsync();
        await ChatsAsync();
        // From then on what Carla writes is spam.
        await PutAsideAsync();
        await desk.DoDueWorkAsync();
    }

    private async Task<Actor> HandAsync(string name)
    {
        if (_hands.TryGetValue(name, out var known)) return known;
        var people = await desk.Catalogue.PeopleAsync();
        return _hands[name] = await desk.ActorAsync(people.Single(p => p.Name == name).Id);
    }

    private async Task PrepareAsync()
    {
        var (desks, contacts) = (desk.Get<DeskCommands>(), desk.Get<ContactCommands>());
        foreach (var home in new[] { desk.Hosting, desk.Desk })
        {
            await desks.ConfigureAsync(Sam, home.Id, s => s with { TracksTime = true, Suppliers = true, SeveralAssignees = true, SeveralDepartments = true, RecordTypes = ["equipment"], CloseSilentAfter = null });
            await desks.KeepFieldAsync(Sam, home.Id, new CustomField { Id = Ids.New(desk.Clock.GetUtcNow()), Name = "Server" }, null);
            await desk.Get<ViewCommands>().SaveAsync(Sam, home.Id, ViewScope.Desk, null, "All", "");
            foreach (var department in home.Departments) await desk.Get<ViewCommands>().SaveAsync(Sam, home.Id, ViewScope.Department, department.Id, department.Name, $"department={department.Name}");
            foreach (var department in home.Departments) await desk.Get<CannedResponseCommands>().AddAsync(Sam, new CannedResponseForm(CannedScope.Department, department.Id, department.Name, "Hello {{customer.first_name}}"));
            _macros[home.Id] = new MacroChoice(await desk.Get<CannedResponseCommands>().AddAsync(Sam, new CannedResponseForm(CannedScope.Desk, home.Id, "at-once", "Hello", new MacroActions { Priority = Priority.High })), 1);
        }
        (_hosting, _suite) = (await desk.Catalogue.DeskAsync(desk.Hosting.Id), await desk.Catalogue.DeskAsync(desk.Desk.Id));
        _firm = await contacts.AddOrganisationAsync(Sam, "Café Morgenrot", "K-1001");
        _supplier = await contacts.AddOrganisationAsync(Sam, "Pumpworks", "L-201", isSupplier: true);
        _carla = await contacts.AddAsync(Sam, new ContactDetails("Carla", "carla@example.com", "+49 89 5550 100", _firm));
        _machine = await desk.Get<RecordCommands>().AddAsync(Sam, "equipment", new RecordDetails("Rack server", "RS-1", _firm));
        await desk.Get<ArticleCommands>().PublishAsync(desk.Kim, await desk.Get<ArticleCommands>().CreateAsync(desk.Kim, new NewArticle(new("Invoices", "## Where\n\nIn the control panel."))));
    }

    private async Task<Guid> OpenAsync(Desk home, string department, string word)
    {
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        return (await desk.Tickets.OpenAsync(Actor.System, home.Id, new NewTicket
        {
            Subject = $"The {word} no. {++_opened} of {department}", Description = $"It is about a {word}.", Channel = Channel.Email,
            RequesterName = "Carla", RequesterEmail = "carla@example.com", ContactId = _carla, OrganisationId = _firm,
            DepartmentId = DepartmentOf(home, department), CategoryId = home.Categories[0].Id,
        })).Id;
    }

    private static Guid DepartmentOf(Desk home, string name) => home.Departments.Single(d => d.Name == name).Id;

    /// <param name="hand">Who works on it.</param>
    private async Task<Guid> WithEverythingAsync(Desk home, string department, string word, Actor hand)
    {
        var id = await OpenAsync(home, department, word);
        _field = home.Fields[0].Id;
        await WrittenOnAsync(id, home, word, hand);
        await PlannedAsync(id, word, hand);
        await DraftedAsync(id, home, word, hand);
        await desk.Get<ArticleFromTicket>().MakeAsync(Sam, id);
        await desk.Get<AssistantCommands>().DraftAsync(hand, id);
        await desk.Get<BulkCommands>().StartAsync(hand, home.Id, new BulkChange(BulkKind.Priority, Priority: Priority.Urgent), [id]);
        await desk.DoDueWorkAsync();
        return id;
    }

    private async Task WrittenOnAsync(Guid id, Desk home, string word, Actor hand)
    {
        var tickets = desk.Tickets;
        await desk.CarlaWritesAsync(id, $"Where is my {word}?");
        await tickets.AssignAsync(Sam, id, hand.Id);
        await tickets.AnswerAsync(hand, id, new NewEntry($"Your {word} is on its way.", Attachments: [await FileAsync(hand, home, word)], ActivityType: "Call"));
        await tickets.LeaveNoteAsync(Sam, id, new NewEntry($"@Ola @Uma @Rita @Max @Ana @Technical @Billing: who knows this {word}?"));
        await desk.CarlaWritesAsync(id, $"I still have no {word}.");
        await tickets.AddSupplierAsync(hand, id, _supplier, dueOn: Today.AddDays(2));
        await tickets.ForwardToSupplierAsync(hand, id, _supplier, new NewEntry($"When can you deliver a {word}?"));
        await tickets.TakeSupplierAnswerAsync(hand, id, _supplier, new NewEntry($"The {word} comes on Thursday."));
    }

    private DateOnly Today => DateOnly.FromDateTime(desk.Clock.GetUtcNow().UtcDateTime);

    private async Task<Guid> FileAsync(Actor by, Desk home, string word) =>
        (await desk.Get<FileCommands>().UploadAsync(by, home.Id, $"{word}.txt", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(word)), null)).Id;

    private async Task PlannedAsync(Guid id, string word, Actor hand)
    {
        var tickets = desk.Tickets;
        await tickets.TagAsync(hand, id, "vip");
        await tickets.FillInAsync(hand, id, _field, $"{word}-1");
        await tickets.LinkRecordAsync(hand, id, _machine);
        await tickets.AddTodoAsync(hand, id, new TodoForm($"Look for the {word}", hand.Id));
        await tickets.LogTimeAsync(hand, id, new TimeForm(30, true, Today, $"Looked for the {word}", "Call"));
        await tickets.SetDateAsync(hand, id, TicketDate.FollowUp, desk.Clock.GetUtcNow().AddHours(3));
        await tickets.AddCcAsync(hand, id, "boss@example.com");
        await tickets.FollowAsync(Sam, id, Sam.Id!.Value);
        await tickets.AddAssigneeAsync(hand, id, Sam.Id.Value);
        await tickets.EscalateAsync(hand, id, $"The {word} is lost.", hand.Id, null);
        await desk.Get<TimerCommands>().DiscardAsync(hand);
        await desk.Get<TimerCommands>().StartAsync(hand, id);
    }

    /// <summary>A reply that goes tomorrow, and a note that somebody is asked to read.</summary>
    private async Task DraftedAsync(Guid id, Desk home, string word, Actor hand)
    {
        var (reply, note) = (new DraftPlace(id, Audience.Reply), new DraftPlace(id, Audience.Note));
        var seen = (await desk.Get<DraftQueries>().StateAsync(Sam, reply, 0)).LastCustomerEntry?.EntryId;
        var upTo = await DraftScene.TypeAsync(desk, hand, reply, $"The {word} is here.");
        await DraftScene.Commands(desk).SendAsync(hand, reply, DraftScene.ToSend($"The {word} is here.", upTo) with { SendAt = desk.Clock.GetUtcNow().AddDays(20), SeenCustomerEntry = seen, Macros = [_macros[home.Id]] });
        await DraftScene.TypeAsync(desk, Sam, note, $"Nobody knows the {word}.");
        await DraftScene.Commands(desk).AskForReviewAsync(Sam, note, word == Domains ? Sam.Id : hand.Id);
    }
}
