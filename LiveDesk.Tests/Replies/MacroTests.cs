using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Replies;

/// <summary>Canned responses that do something: all of it in one save, through the ticket's own guards, or nothing.</summary>
public sealed class MacroTests
{
    [Theory, BothDatabases]
    public async Task A_reply_and_all_that_its_macro_does_stand_together(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (ticket, refund) = ((await desk.AddTicketAsync("The invoice", department: desk.Desk.DefaultDepartment.Name)).Id, await TagAsync(desk, "refund"));
        var (department, category, type) = (desk.Desk.Departments[1].Id, desk.Desk.OfferedCategories.First().Id, desk.Desk.OfferedTypes.First());
        var waiting = desk.Desk.Statuses.First(s => s is { Enabled: true, Category: StatusCategory.WaitingCustomer });
        var macro = await AddAsync(desk, desk.Sam, "refund", "We pay it back, {{customer.first_name}}.", new MacroActions { StatusId = waiting.Id, Priority = Priority.High, Owner = MacroOwner.Person, OwnerId = desk.Ben.Id, DepartmentId = department, CategoryId = category, TypeId = type.Id, Tags = [refund] });
        var offer = Assert.Single(await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, ticket));
        Assert.Equal(("We pay it back, Carla.", null, waiting.Id), (offer.Text, offer.Macro!.Problem, offer.Macro.StatusId));
        Assert.Equal([new("Status", waiting.Name), new("Priority", "3"), new("Assignee", "Ben"), new("Department", desk.Desk.Departments[1].Name), new("Category", desk.Desk.OfferedCategories.First().Name), new("Type", type.Name), new("Tag", "refund")], offer.Macro.Changes);

        var place = new DraftPlace(ticket, Audience.Reply);
        var upTo = await TypeAsync(desk, desk.Ana, place, offer.Text);
        await Commands(desk).SendAsync(desk.Ana, place, ToSend(offer.Text, upTo) with { Macros = [macro] });
        Assert.Equal("We pay it back, Carla.", Assert.Single(await EntriesAsync(desk, place)).Body);
        var after = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket);
        Assert.Equal((waiting.Id, Priority.High, desk.Ben.Id, department, category, type.Id), (after.StatusId, after.Priority, after.OwnerId, after.DepartmentId, after.CategoryId, after.TypeId));
        Assert.Equal([refund], after.Tags);
    }

    [Theory, BothDatabases]
    public async Task What_one_guard_refuses_leaves_the_ticket_and_the_draft_as_they_were(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var resolved = desk.Desk.FirstOf(StatusCategory.Resolved)!.Id;
        var done = await AddAsync(desk, desk.Ana, "done", "It is repaired.", new MacroActions { DeskId = desk.Desk.Id, StatusId = resolved, Priority = Priority.Low, Owner = MacroOwner.Me });
        var upTo = await TypeAsync(desk, desk.Ana, place, "It is repaired.");
        var what = ToSend("It is repaired.", upTo) with { Macros = [done] };
        Assert.Equal("resolution", (await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, what))).Field);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ana, place.SubjectId, [done]));
        var untouched = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, place.SubjectId);
        Assert.Equal((desk.Desk.FirstStatus.Id, Priority.Medium, (Guid?)null), (untouched.StatusId, untouched.Priority, untouched.OwnerId));
        Assert.Equal(["It is repaired."], Texts(await Queries(desk).StateAsync(desk.Ana, place, 0)));

        // Asked for, the resolution comes with the status.
        await Commands(desk).SendAsync(desk.Ana, place, what with { Move = new MoveWithIt(resolved, new MoveDetails(Resolution: "A new battery.", SeenStatusId: desk.Desk.FirstStatus.Id)) });
        var after = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, place.SubjectId);
        Assert.Equal((resolved, "A new battery.", Priority.Low, desk.Ana.Id), (after.StatusId, after.Resolution!.Text, after.Priority, after.OwnerId));
    }

    [Theory, BothDatabases]
    public async Task A_macro_without_words_is_applied_alone_and_one_for_colleagues_as_a_note(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var take = await AddAsync(desk, desk.Ana, "mine", null, new MacroActions { Owner = MacroOwner.Me, Priority = Priority.High });
        var note = await AddAsync(desk, desk.Ana, "called", "I called.", new MacroActions { AsNote = true });
        await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, desk.Ana, "nothing", null, new MacroActions()));
        Assert.True((await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, place.SubjectId)).Single(o => o.Id == note.Id).Macro!.AsNote);
        await desk.Get<MacroCommands>().ApplyAsync(desk.Ana, place.SubjectId, [take]);
        var after = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, place.SubjectId);
        Assert.Equal((desk.Ana.Id, Priority.High), (after.OwnerId, after.Priority));
        Assert.Empty(await EntriesAsync(desk, place));
        // What is Ana's own is not Ben's to apply.
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ben, place.SubjectId, [take]));
    }

    [Theory, BothDatabases]
    public async Task A_macro_whose_status_or_tag_is_gone_or_that_was_changed_says_so(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, tag) = ((await desk.AddTicketAsync("The door")).Id, await TagAsync(desk, "refund"));
        var (active, other) = (desk.Desk.FirstOf(StatusCategory.Active)!, desk.Desk.FirstStatus);
        var tagging = await AddAsync(desk, desk.Sam, "tagging", null, new MacroActions { Tags = [tag] });
        var moving = await AddAsync(desk, desk.Ana, "moving", null, new MacroActions { DeskId = desk.Desk.Id, StatusId = active.Id });
        await desk.Get<DeskCommands>().DeleteTagAsync(desk.Sam, desk.Desk.Id, tag);
        async Task<MacroOffer> OfferAsync(Guid id) => (await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, ticket)).Single(o => o.Id == id).Macro!;
        Assert.Contains("the tag “refund”", (await OfferAsync(tagging.Id)).Problem, StringComparison.Ordinal);
        Assert.Null((await OfferAsync(moving.Id)).Problem);
        Assert.Contains("the tag “refund”", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ana, ticket, [tagging]))).Message, StringComparison.Ordinal);

        await desk.Get<CannedResponseCommands>().ChangeAsync(desk.Ana, moving.Id, new(CannedScope.Personal, null, "moving", null, new MacroActions { Priority = Priority.Low }), 1);
        Assert.Contains("changed meanwhile", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ana, ticket, [moving]))).Message, StringComparison.Ordinal);
        await desk.Get<CannedResponseCommands>().DeleteAsync(desk.Ana, moving.Id);
        Assert.Contains("deleted", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ana, ticket, [moving]))).Message, StringComparison.Ordinal);
        Assert.Equal(other.Id, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).StatusId);
    }

    [Theory, BothDatabases]
    public async Task A_macro_waits_with_its_reply_and_is_not_of_another_desk(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var active = desk.Desk.FirstOf(StatusCategory.Active)!.Id;
        var macro = await AddAsync(desk, desk.Ana, "tomorrow", "Tomorrow.", new MacroActions { DeskId = desk.Desk.Id, StatusId = active, Owner = MacroOwner.Me });
        var upTo = await TypeAsync(desk, desk.Ana, place, "Tomorrow.");
        await Commands(desk).SendAsync(desk.Ana, place, ToSend("Tomorrow.", upTo) with { Macros = [macro], SendAt = desk.Clock.GetUtcNow().AddHours(1) });
        Assert.Null((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, place.SubjectId)).OwnerId);
        Assert.Equal(["tomorrow"], Assert.Single(await desk.Get<OutgoingQueries>().OfTicketAsync(desk.Ana, place.SubjectId)).Macros);
        Assert.Empty(Assert.Single(await desk.Get<OutgoingQueries>().OfTicketAsync(desk.Ben, place.SubjectId)).Macros);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await desk.DoDueWorkAsync();
        var after = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, place.SubjectId);
        Assert.Equal((active, desk.Ana.Id), (after.StatusId, after.OwnerId));

        await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, desk.Ana, "where", null, new MacroActions { StatusId = active }));
        await Assert.ThrowsAsync<LiveDesk.Infrastructure.Database.NotFoundException>(() => AddAsync(desk, desk.Ola, "hers", null, new MacroActions { DeskId = desk.Desk.Id, StatusId = active }));
        var anna = await desk.AddPersonAsync("Anna", Domain.People.Role.Agent, (desk.Desk, null), (desk.Hosting, null), (desk.Hosting, "Billing"));
        await AddAsync(desk, anna, "here", null, new MacroActions { DeskId = desk.Desk.Id, StatusId = active });
        var elsewhere = (await desk.AddTicketAsync("The bill", desk.Hosting, "Billing")).Id;
        Assert.Empty(await desk.Get<CannedResponseQueries>().ForTicketAsync(anna, elsewhere));
        Assert.Single(await desk.Get<CannedResponseQueries>().ForTicketAsync(anna, place.SubjectId));
    }

    private static async Task<Guid> TagAsync(TestDesk desk, string name)
    {
        var (ticket, _) = await desk.AddTicketAsync("To have the tag");
        return await desk.Tickets.TagAsync(desk.Ana, ticket, name);
    }

    /// <summary>Sam's is the desk's, everybody else's their own.</summary>
    private static async Task<MacroChoice> AddAsync(TestDesk desk, Actor who, string name, string? body, MacroActions actions) =>
        new(await desk.Get<CannedResponseCommands>().AddAsync(who, who == desk.Sam ? new(CannedScope.Desk, desk.Desk.Id, name, body, actions) : new(CannedScope.Personal, null, name, body, actions)), 1);
}
