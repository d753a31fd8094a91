using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>One ticket's life up to the status in which the sample shows it, told through the ticket's own verbs at past times.</summary>
internal sealed class SampleStory(Desk desk, Matter matter, int place, Status destination, Contact customer, Actor agent, Actor colleague, int luck)
{
    private static readonly Channel[] Channels = [Channel.Email, Channel.Portal, Channel.Manual, Channel.Email, Channel.Portal];

    private DateTimeOffset _now;
    private DateTimeOffset _end;
    private int _beatsLeft;
    private Ticket _ticket = default!;

    /// <summary>UTC; the story's first line.</summary>
    public required DateTimeOffset BeginsAt { get; init; }
    /// <summary>UTC; nothing happens later.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    private Actor Customer => Actor.Customer(customer.Id, customer.Name);

    /// <summary>Stories are begun in the order of <see cref="BeginsAt"/>, so that numbers rise with time.</summary>
    public Ticket Begin()
    {
        (_now, _end, _beatsLeft) = (BeginsAt, EndsAt, 14);
        var channel = Channels[luck % Channels.Length];
        var what = new NewTicket
        {
            Subject = matter.SubjectAt(place),
            Description = matter.Asks,
            Channel = channel,
            RequesterName = customer.Name,
            RequesterEmail = customer.Email,
            RequesterPhone = customer.Phone,
            ContactId = customer.Id,
            OrganisationId = customer.OrganisationId,
            DepartmentId = (desk.Departments.FirstOrDefault(d => d.Name == matter.Department) ?? desk.DefaultDepartment).Id,
            CategoryId = desk.Categories.Single(c => c.Name == matter.Category).Id,
            TypeId = desk.Types.FirstOrDefault(t => t.Name == matter.Type)?.Id,
            Priority = (luck % 7) switch { 0 => Priority.Low, 1 or 2 => Priority.High, 3 => Priority.Urgent, _ => Priority.Medium },
        };
        return _ticket = Ticket.Open(what, desk, channel is Channel.Manual ? agent : Customer, _now);
    }

    public void Unfold(SampleRecords records, SampleCustomers customers)
    {
        foreach (var (record, type) in records.Of(desk, customer.OrganisationId).Skip(luck % 2).Take(2)) _ticket.LinkRecord(agent, record, type, desk, _now);
        if (destination.Category is not StatusCategory.New) Converse();
        Arrive();
        Embellish();
        Plan();
        WriteDownTime();
        if (_ticket.IsOpen) Involve(customers.Suppliers[luck % customers.Suppliers.Count]);
    }

    /// <summary>Where a desk shares its tickets and buys parts for them.</summary>
    private void Involve(Organisation supplier)
    {
        if (desk.Settings.SeveralAssignees && luck % 3 == 0) _ticket.AddAssignee(agent, colleague.Id!.Value, desk, Later());
        if (desk.Settings.SeveralDepartments && luck % 4 == 1) _ticket.AddDepartment(agent, desk.Departments.First(d => d.Id != _ticket.DepartmentId).Id, desk, Later());
        if (!desk.Settings.Suppliers || luck % 5 != 2) return;
        _ticket.AddSupplier(agent, supplier, null, TodoDay.Of(DateOnly.FromDateTime(_end.UtcDateTime).AddDays(luck % 9), TimeZoneInfo.Local), desk, Later());
        _ticket.ForwardToSupplier(agent, supplier.Id, new NewEntry("A customer needs a replacement. When can you deliver, and at what price?"), desk, Later());
        if (luck % 2 == 0) _ticket.TakeSupplierAnswer(agent, supplier, new NewEntry("Two pieces in stock, with you on Thursday."), desk, Later());
    }

    private void Converse()
    {
        _ticket.Assign(agent, agent.Id, desk, Later());
        if (luck % 3 == 0) _ticket.Acknowledge(agent, desk, Later());
        _ticket.Answer(agent, new NewEntry(matter.Answer), desk, Later());
        if (luck % 2 == 0) _ticket.LeaveNote(colleague, new NewEntry(matter.Note), desk, Later());
        if (destination.Category is StatusCategory.WaitingCustomer) return;
        _ticket.TakeMessage(Customer, new NewEntry(matter.Thanks), desk, Later());
    }

    /// <summary>Whatever the workflow has not done by itself is done by hand.</summary>
    private void Arrive()
    {
        if (destination.Is(StatusFlags.Escalated)) _ticket.Escalate(agent, "Stuck for an hour, and the customer asked twice.", colleague.Id, null, desk, Later());
        if (_ticket.StatusId == destination.Id) return;
        if (destination.Category is StatusCategory.Closed && luck % 2 == 0) ResolveFirst();
        if (_ticket.StatusId == destination.Id) return;
        DateTimeOffset? resume = destination.Category is StatusCategory.OnHold ? EndsAt.AddDays(3 + luck % 9) : null;
        var resolution = destination.IsOpen || desk.PresetName == "hosting" ? null : matter.Resolution;
        _ticket.MoveTo(agent, destination.Id, new MoveDetails(resolution, resume is null ? null : "A part is ordered and on its way.", resume), desk, Later());
    }

    private void ResolveFirst()
    {
        _ticket.Resolve(agent, matter.Resolution, desk, Later());
        if (_ticket.StatusCategory is StatusCategory.Resolved) _ticket.Confirm(Customer, desk, Later());
    }

    private void Embellish()
    {
        if (!_ticket.IsOpen) return;
        if (luck % 5 == 1) _ticket.SuggestPriority(Actor.Assistant(agent.Sight), Priority.High, "The customer writes that people cannot work.", Later());
        if (luck % 6 == 2) _ticket.Prioritise(agent, _ticket.Priority is Priority.High ? Priority.Medium : Priority.High, "Agreed with the customer on the telephone.", desk, Later());
        if (luck % 4 == 3) _ticket.LeaveNote(agent, new NewEntry("Called the customer, will call again tomorrow.", ActivityType: "Call"), desk, Later());
    }

    /// <summary>Some have a day to look at them again, some a list of what is left to do.</summary>
    private void Plan()
    {
        if (!_ticket.IsOpen) return;
        if (luck % 5 == 2) _ticket.SetDate(agent, TicketDate.FollowUp, EndsAt.AddDays(1 + luck % 6), desk, Later());
        if (luck % 11 == 4) _ticket.SetDate(colleague, TicketDate.ActionRequired, EndsAt.AddHours(4 + luck % 60), desk, Later());
        if (luck % 4 != 1) return;
        string[] steps = ["Ask which version is installed", "Agree a time with the customer", "Write down what was changed"];
        foreach (var step in steps) _ticket.AddTodo(agent, new TodoForm(step, luck % 2 == 0 ? agent.Id : null), desk, Later());
        if (luck % 3 != 0) _ticket.TickTodo(colleague, _ticket.Todos[0].Id, isDone: true, desk, Later());
    }

    private void WriteDownTime()
    {
        if (!desk.Settings.TracksTime || destination.Category is StatusCategory.New) return;
        var day = DateOnly.FromDateTime(_now.LocalDateTime);
        _ticket.LogTime(agent, new TimeForm(15 + luck % 8 * 15, luck % 4 != 0, day, matter.Note.Length <= TimeForm.LongestNote ? matter.Note : null, desk.Settings.Activities[luck % desk.Settings.Activities.Count]), desk, day, Later());
    }

    /// <summary>Beats spread over the time that is left, always forward.</summary>
    private DateTimeOffset Later()
    {
        var step = (_end - _now) / Math.Max(2, _beatsLeft--);
        return _now += step * (0.4 + 0.1 * ((luck + _beatsLeft) % 10));
    }
}
