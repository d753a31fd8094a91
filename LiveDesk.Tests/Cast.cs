using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using Xunit;

namespace LiveDesk.Tests;

/// <summary>The people of the rules' tests, who need no database, and a desk of each preset.</summary>
public static class Cast
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly Actor Ana = Staff("Ana", Role.Agent);
    public static readonly Actor Ben = Staff("Ben", Role.Agent);
    public static readonly Actor Sam = Staff("Sam", Role.Admin);
    public static readonly Actor Kim = Staff("Kim", Role.KnowledgeEditor);
    public static readonly Actor Rita = Staff("Rita", Role.ReadOnly);
    public static readonly Actor Carla = Actor.Customer(Ids.New(Monday), "Carla");
    public static readonly Actor VipRule = Actor.Rule(Ids.New(Monday), "VIP customers");
    public static readonly Actor TheAssistant = Actor.Assistant(Sight.Everything);
    public static readonly Actor Supplier = Actor.Supplier(Ids.New(Monday), "Pumpworks");

    public static TheoryData<string> EveryPreset => [.. Presets.All.Select(p => p.Name)];

    public static Actor Staff(string name, Role role) => Actor.Agent(Ids.New(Monday), name, role, Sight.Everything);

    public static Desk DeskOf(string preset) => new(Ids.New(Monday), preset, preset, Presets.Named(preset), Sam, Monday);

    /// <summary>A ticket that satisfies what any of the five desks requires.</summary>
    public static NewTicket Request(Desk desk) => new()
    {
        Subject = "The door does not open",
        Description = "Since this morning.",
        RequesterName = "Carla",
        RequesterEmail = "carla@example.com",
        ContactId = Carla.Id,
        OrganisationId = Carla.Id,
        DepartmentId = desk.DefaultDepartment.Id,
        CategoryId = desk.Categories[0].Id,
        TypeId = desk.OfferedTypes.FirstOrDefault()?.Id,
    };

    public static Ticket OpenedBy(Actor who, Desk desk, Priority? priority = null) =>
        Ticket.Open(Request(desk) with { Priority = priority, Channel = who.Kind is ActorKind.Customer ? Channel.Portal : Channel.Manual }, desk, who, Monday);

    public static Status StatusNamed(this Desk desk, string name) => desk.Statuses.Single(s => s.Name == name);

    public static string StatusName(this Ticket ticket, Desk desk) => desk.Status(ticket.StatusId).Name;

    public static NewEntry Says(string text) => new(text);

    public static IEnumerable<T> FactsOf<T>(this Aggregate aggregate) where T : Fact => aggregate.Facts.Select(f => f.Fact).OfType<T>();

    /// <summary>Brings a ticket into a status the way a person would: by hand, or by the event that alone sets it.</summary>
    public static void Bring(this Ticket ticket, string status, Desk desk)
    {
        var to = desk.StatusNamed(status);
        if (status == "Answered") ticket.Answer(Ana, Says("Done?"), desk, Monday);
        else if (status == "Customer Reply") ticket.TakeMessage(Carla, Says("No."), desk, Monday);
        else if (to.Id != ticket.StatusId) ticket.MoveTo(Ana, to.Id, new MoveDetails("Fixed.", "A part is ordered.") { Escalation = new NewEscalation("Stuck", Ben.Id, null) }, desk, Monday);
        Assert.Equal(status, ticket.StatusName(desk));
    }
}
