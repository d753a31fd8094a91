using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;

namespace LiveDesk.Tests.Tickets;

/// <summary>A ticket of one desk and the people around it; every number is some attempt.</summary>
internal sealed class TicketScene
{
    private static readonly Actor[] Everybody = [Cast.Ana, Cast.Ana, Cast.Ben, Cast.Sam, Cast.Kim, Cast.Rita, Cast.Carla, Cast.Carla, Cast.VipRule, Cast.TheAssistant, Cast.Supplier, Actor.System];
    private static readonly string?[] Texts = ["It works again.", "שלום, הדלת תקועה", "🙂", "a\u0000b", null, "", "   ", "\u0000\u0001", "\u200B\u200E", "\u202E"];

    private static readonly Organisation Pumpworks = MadePumpworks();
    private static readonly RelatedRecord Contract = new(Guid.NewGuid(), RecordType.Standard[0], new RecordDetails("Full service"), Cast.Monday);

    private readonly Ticket _other;
    private DateTimeOffset _now = Cast.Monday;

    public DateTimeOffset Now => _now;

    public TicketScene(Desk desk)
    {
        Desk = desk;
        Ticket = Cast.OpenedBy(Cast.Carla, Desk, Priority.Urgent);
        Ticket.TakeNumber(1042);
        foreach (var tag in new[] { "vip", "old", "older", "gone" }) desk.NeedTag(Cast.Ana, tag, _now);
        desk.MergeTag(Cast.Sam, desk.TagCalled("older")!.Id, desk.TagCalled("old")!.Id, _now);
        desk.DeleteTag(Cast.Sam, desk.TagCalled("gone")!.Id, _now);
        foreach (var kind in new[] { FieldKind.Text, FieldKind.Number }) desk.KeepField(Cast.Sam, new CustomField { Id = Ids.New(_now), Name = kind.ToString(), Kind = kind }, null, _now);
        _other = Cast.OpenedBy(Cast.Ben, Desk);
    }

    public Desk Desk { get; }
    public Ticket Ticket { get; }

    public Attempt Try(int step)
    {
        var dice = new System.Random(step);
        var who = Everybody[dice.Next(Everybody.Length)];
        var text = Texts[dice.Next(Texts.Length)];
        var verbs = Verbs(who, text, dice);
        var (verb, byHand, action) = verbs[dice.Next(verbs.Length)];
        _now += TimeSpan.FromHours(dice.Next(30));
        try
        {
            action();
            return new Attempt(verb, who, text, null, byHand);
        }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile)
        {
            return new Attempt(verb, who, text, e, byHand);
        }
    }

    private (string Verb, bool ByHand, Action Action)[] Verbs(Actor who, string? text, System.Random dice)
    {
        var status = Desk.Statuses[dice.Next(Desk.Statuses.Count)].Id;
        var department = Desk.Departments[dice.Next(Desk.Departments.Count)].Id;
        var priority = (Priority)dice.Next(0, 6);
        var entry = new NewEntry(text!, Attachments: dice.Next(4) == 0 ? [Guid.NewGuid()] : null);
        DateTimeOffset? day = dice.Next(3) switch { 0 => null, 1 => _now.AddDays(-1), _ => _now.AddDays(3) };
        (string, bool, Action) moved = ("MoveTo", true, () => Ticket.MoveTo(who, status, new MoveDetails(text, text, day, dice.Next(5) == 0 ? status : null, Brought(text, dice)) { Escalation = dice.Next(2) == 0 && text is not null ? new NewEscalation(text, Cast.Ben.Id, null) : null }, Desk, _now));
        return
        [
            moved, moved, moved,
            ("Answer", false, () => Ticket.Answer(who, entry, Desk, _now)),
            ("Answer", false, () => Ticket.Answer(who, entry, Desk, _now)),
            ("LeaveNote", false, () => Ticket.LeaveNote(who, entry, Desk, _now)),
            ("LeavePublicNote", false, () => Ticket.LeavePublicNote(who, entry, Desk, _now)),
            ("TakeMessage", false, () => Ticket.TakeMessage(who, entry, Desk, _now)),
            ("TakeMessage", false, () => Ticket.TakeMessage(Cast.Carla, entry, Desk, _now)),
            ("KeepTranscript", false, () => Ticket.KeepTranscript(who, entry, _now)),
            ("Resolve", true, () => Ticket.Resolve(who, text, Desk, _now)),
            ("Close", true, () => Ticket.Close(who, Desk, _now)),
            ("Reopen", true, () => Ticket.Reopen(who, Desk, _now)),
            ("PutOnHold", true, () => Ticket.PutOnHold(who, text!, day, Desk, _now)),
            ("Resume", false, () => Ticket.Resume(who, Desk, _now)),
            ("Confirm", false, () => Ticket.Confirm(who, Desk, _now)),
            ("Acknowledge", false, () => Ticket.Acknowledge(who, Desk, _now)),
            ("Escalate", false, () => Ticket.Escalate(who, text!, Cast.Ben.Id, null, Desk, _now)),
            ("EndEscalation", true, () => Ticket.EndEscalation(who, Desk, _now)),
            ("Report", false, () => Ticket.Report((TicketEvent)dice.Next((int)TicketEvent.SilenceElapsed, (int)TicketEvent.MasterChanged + 1), Desk, _now)),
            ("LetTimePass", false, () => Ticket.LetTimePass(Desk, _now)),
            ("Assign", false, () => Ticket.Assign(who, dice.Next(2) == 0 ? null : Cast.Ana.Id, Desk, _now)),
            ("MoveToDepartment", false, () => Ticket.MoveToDepartment(who, department, Desk, _now)),
            ("Prioritise", false, () => Ticket.Prioritise(who, priority, text, Desk, _now)),
            ("RaiseByPolicy", false, () => Ticket.RaiseByPolicy(who, Desk, _now)),
            ("SuggestPriority", false, () => Ticket.SuggestPriority(who, priority, text!, _now)),
            ("Rename or Categorise", false, () => RenameOrCategorise(who, text, dice)),
            ("Plan", false, () => PlanOrWork(who, text, day, dice)), ("Plan", false, () => PlanOrWork(who, text, day, dice)), ("Plan", false, () => PlanOrWork(who, "Measure", day, dice)),
            ("Send later", false, () => SendLater(who, entry, dice)),
            ("Tag", false, () => TagOrUntag(who, dice)),
            ("Change customer", false, () => ChangeCustomer(who, text, dice)),
            ("FillIn", false, () => Ticket.FillIn(who, Desk.Fields[dice.Next(Desk.Fields.Count)].Id, text, Desk, _now, dice.Next(3) == 0 ? new Seen<string?>(null) : null)),
            ("Give to several, ask a supplier", false, () => PeopleRecordsAndSuppliers(who, dice)),
            ("TakeSupplierAnswer", false, () => Ticket.TakeSupplierAnswer(who, Pumpworks, new NewEntry("We can."), Desk, _now)),
            ("Link, merge or put aside", false, () => LinkMergeOrPutAside(who, dice)),
        ];
    }

    private Dictionary<Guid, string>? Brought(string? text, System.Random dice) =>
        dice.Next(3) == 0 && text is not null ? Desk.Fields.Where(f => f.Kind is FieldKind.Text).ToDictionary(f => f.Id, _ => text) : null;

    private void SendLater(Actor who, NewEntry entry, System.Random dice)
    {
        var waiting = Ticket.Outgoing.Count == 0 ? Guid.NewGuid() : Ticket.Outgoing[dice.Next(Ticket.Outgoing.Count)].Id;
        switch (dice.Next(6))
        {
            case 0: Ticket.CancelSending(who, waiting, Desk, _now); break;
            case 1: Ticket.TakeBack(who, waiting, dice.Next(2) == 0, Desk, _now); break;
            default: Ticket.PutOff(who, new NewOutgoing(entry.Body, [0, 0], $"later-{dice.Next()}", _now.AddHours(dice.Next(-5, 100)), dice.Next(4) > 0), Desk, _now); break;
        }
    }

    private void ChangeCustomer(Actor who, string? text, System.Random dice)
    {
        var to = new TicketCustomer(Requester.Checked(text, dice.Next(2) == 0 ? "dora@example.com" : null, null), dice.Next(2) == 0 ? Cast.Carla.Id : null, dice.Next(3) switch { 0 => null, 1 => Cast.Carla.Id, _ => Pumpworks.Id });
        if (dice.Next(4) == 0) Ticket.AddCc(who, "dora@example.com", _now);
        else Ticket.ChangeCustomer(who, to, Desk, _now, dice.Next(3) == 0 ? new Seen<TicketCustomer>(Ticket.Customer with { OrganisationId = null }) : null);
    }

    private void TagOrUntag(Actor who, System.Random dice)
    {
        var tag = Desk.Tags[dice.Next(Desk.Tags.Count)].Id;
        if (dice.Next(3) == 0) Ticket.TakeOffTag(who, tag, Desk, _now);
        else Ticket.PutTag(who, tag, Desk, _now);
    }

    private void RenameOrCategorise(Actor who, string? text, System.Random dice)
    {
        if (dice.Next(2) == 0) Ticket.Rename(who, text!, _now);
        else if (Desk.Types.Count > 0 && dice.Next(2) == 0) Ticket.ChooseType(who, Desk.Types[dice.Next(Desk.Types.Count)].Id, Desk, _now);
        else Ticket.Categorise(who, Desk.Categories[dice.Next(Desk.Categories.Count)].Id, Desk, _now);
    }

    private void PlanOrWork(Actor who, string? text, DateTimeOffset? day, System.Random dice)
    {
        var todo = Ticket.Todos.Count == 0 ? Guid.NewGuid() : Ticket.Todos[dice.Next(Ticket.Todos.Count)].Id;
        var today = DateOnly.FromDateTime(_now.UtcDateTime);
        var form = new TodoForm(text!, dice.Next(2) == 0 ? Cast.Ana.Id : null, dice.Next(2) == 0 ? TodoDay.In(dice.Next(-3, 3), _now, TimeZoneInfo.Utc) : null);
        var time = new TimeForm(dice.Next(-10, 1500), dice.Next(2) == 0, today.AddDays(dice.Next(-3, 2)), text);
        switch (dice.Next(8))
        {
            case 0 or 1: Ticket.SetDate(who, (TicketDate)dice.Next(3), day, Desk, _now); break;
            case 2 or 3: Ticket.AddTodo(who, form, Desk, _now); break;
            case 4: Ticket.TickTodo(who, todo, dice.Next(3) > 0, Desk, _now); break;
            case 5 when dice.Next(3) == 0: Ticket.RemoveTodo(who, todo, Desk, _now); break;
            case 5: Ticket.ShiftTodo(who, todo, dice.Next(-2, 3), Desk, _now); break;
            case 6 when Ticket is { TimeEntries.Count: > 0, Merged: null, Aside: null }: Ticket.CorrectTime(who, Ticket.TimeEntries[dice.Next(Ticket.TimeEntries.Count)].Id, time, text, today, _now); break;
            default: Ticket.LogTime(who, time, Desk, today, _now); break;
        }
    }

    private void PeopleRecordsAndSuppliers(Actor who, System.Random dice)
    {
        var (person, department) = (dice.Next(2) == 0 ? Cast.Ben.Id!.Value : Cast.Ana.Id!.Value, Desk.Departments[dice.Next(Desk.Departments.Count)].Id);
        Action[] acts =
        [
            () => Ticket.AddAssignee(who, person, Desk, _now), () => Ticket.RemoveAssignee(who, person, Desk, _now),
            () => Ticket.AddDepartment(who, department, Desk, _now), () => Ticket.RemoveDepartment(who, department, Desk, _now),
            () => Ticket.AddFollower(who, person, _now), () => Ticket.RemoveFollower(who, person, _now),
            () => Ticket.LeaveToThoseWhoSee(who, id => id != person, Desk, _now),
            () => Ticket.LinkRecord(who, Contract, RecordType.Standard[0], Desk, _now), () => Ticket.UnlinkRecord(who, Contract.Id, Desk, _now),
            () => Ticket.AddSupplier(who, Pumpworks, null, dice.Next(2) == 0 ? TodoDay.In(dice.Next(3), _now, TimeZoneInfo.Utc) : null, Desk, _now), () => Ticket.RemoveSupplier(who, Pumpworks.Id, Desk, _now),
            () => Ticket.ForwardToSupplier(who, Pumpworks.Id, new NewEntry("Can you?"), Desk, _now),
        ];
        acts[dice.Next(acts.Length)]();
    }

    private static Organisation MadePumpworks()
    {
        var made = new Organisation(Cast.Supplier.Id!.Value, "Pumpworks", null, Cast.Monday);
        made.BeKnownAs(null, isSupplier: true);
        return made;
    }

    /// <summary>Merging ends the story until somebody undoes it, so it is rare.</summary>
    private void LinkMergeOrPutAside(Actor who, System.Random dice)
    {
        if (Ticket.Merged is not null && dice.Next(2) == 0) Ticket.Unmerge(who, [_other], Desk, _now);
        else if (dice.Next(12) == 0) Ticket.MergeInto(who, _other, Desk, _now);
        else if (dice.Next(3) == 0) Ticket.LinkTo(who, _other, (LinkKind)dice.Next(7), _now);
        else if (Ticket.Aside is null) Ticket.PutAside(who, dice.Next(2) == 0, Desk, _now);
        else Ticket.BringBack(who, Desk, _now);
    }
}
