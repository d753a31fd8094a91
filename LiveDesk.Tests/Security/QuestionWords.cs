using System.Reflection;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using Xunit.Sdk;

namespace LiveDesk.Tests.Security;

/// <summary>What everybody asks with: for each parameter of a question the values of its type and name, those of hidden tickets among them.</summary>
internal sealed class QuestionWords
{
    private const string Any = "";

    private static readonly string[] Searched = [SightStories.Technical, SightStories.Billing, SightStories.Domains, SightStories.Suite, SightStories.Away, "Carla", "Café", "server"];

    private readonly Dictionary<(Type Type, string Name), IReadOnlyList<object?>> _values;

    public QuestionWords(SightWorld world, Actor me)
    {
        var (things, now) = (world.Things, world.Desk.Clock.GetUtcNow());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var desks = things.Desks.Select(d => d.Id).ToList();
        _values = new()
        {
            [(typeof(Actor), Any)] = [me],
            [(typeof(CancellationToken), Any)] = [CancellationToken.None],
            [(typeof(bool), Any)] = [false, true],
            [(typeof(Guid), "ticketId")] = Each([.. things.Tickets, Guid.NewGuid()]),
            [(typeof(Guid), "masterId")] = Each(things.Masters),
            [(typeof(Guid), "chatId")] = Each(things.Chats),
            [(typeof(Guid), "deskId")] = Each(desks),
            [(typeof(Guid), "departmentId")] = Each(things.Desks.SelectMany(d => d.Departments).Select(d => d.Id)),
            [(typeof(Guid), "fieldId")] = Each(things.Desks.SelectMany(d => d.Fields).Select(f => f.Id)),
            [(typeof(Guid), "personId")] = Each(things.People),
            [(typeof(Guid), "contactId")] = Each(things.Contacts),
            [(typeof(Guid), "organisationId")] = Each(things.Organisations),
            [(typeof(Guid), "recordId")] = Each(things.Records),
            [(typeof(Guid), "entryId")] = Each(things.Messages.Where((_, i) => i % 5 == 0)),
            [(typeof(Guid), "originId")] = Each(things.Times),
            [(typeof(Guid), "id")] = Each(things.Everything),
            [(typeof(IReadOnlyCollection<Guid>), "ids")] = [(IReadOnlyList<Guid>)[.. things.Everything, .. things.Notifications], things.Masters],
            [(typeof(IReadOnlyCollection<Guid>), "types")] = [things.RecordTypes],
            [(typeof(IReadOnlyCollection<Guid>), "without")] = [null, things.Organisations.Take(1).ToList()],
            [(typeof(long), "number")] = Each(things.Numbers),
            [(typeof(string), "number")] = [.. things.Numbers.Where(n => n % 6 == 0).Select(n => $"#{n}"), "no number"],
            [(typeof(IReadOnlyList<long>), "inOrder")] = [things.Numbers, Array.Empty<long>()],
            [(typeof(string), "words")] = [.. Searched, $"#{things.Numbers[^1]}"],
            [(typeof(string), "note")] = ["@Ola @Uma @Rita @Max @Ana @Nora @Technical @Billing"],
            [(typeof(string), "item")] = [StoryKey.Of(things.Messages[0])],
            [(typeof(string), "language")] = ["en"],
            [(typeof(string), "slug")] = ["invoices"],
            [(typeof(int), "page")] = [1, 2],
            [(typeof(int), "last")] = [100],
            [(typeof(int), "held")] = [1],
            [(typeof(int), "older")] = [1],
            [(typeof(int), "newer")] = [1],
            [(typeof(int), "most")] = [20],
            [(typeof(int), "take")] = [20],
            [(typeof(long), "sequence")] = [0L, 200L],
            [(typeof(DateTimeOffset), "at")] = [now, now.AddMinutes(-20)],
            [(typeof(DateTimeOffset), "now")] = [now],
            [(typeof(DateTimeOffset), "since")] = [TestClock.Start],
            [(typeof(Desk), Any)] = [.. things.Desks],
            [(typeof(DraftPlace), Any)] = [.. things.Tickets.SelectMany(t => new[] { new DraftPlace(t, Audience.Reply), new DraftPlace(t, Audience.Note) }), .. things.Articles.Select(a => new DraftPlace(a, Audience.Article))],
            [(typeof(TicketFilter), Any)] = [.. Filters(world, now)],
            [(typeof(IReadOnlyList<TicketFilter>), Any)] = [Filters(world, now).ToList()],
            [(typeof(TicketsOf), Any)] = [.. Owners(things)],
            [(typeof(IReadOnlyList<TicketsOf>), Any)] = [Owners(things).ToList()],
            [(typeof(ArticleFilter), Any)] = [new ArticleFilter(), .. Searched.Select(w => new ArticleFilter(Search: w))],
            [(typeof(RecordFilter), Any)] = [new RecordFilter(), new RecordFilter("server")],
            [(typeof(TimeFilter), Any)] = [new TimeFilter(today.AddDays(-60), today), .. desks.Select(d => new TimeFilter(today.AddDays(-60), today, d)), .. things.Organisations.Select(o => new TimeFilter(today.AddDays(-60), today, OrganisationId: o)), .. things.Records.Select(r => new TimeFilter(today.AddDays(-60), today, RecordId: r))],
            [(typeof(CannedRow), Any)] = [.. things.Canned],
        };
    }

    /// <summary>Every combination of what its parameters can be.</summary>
    public IEnumerable<object?[]> For(MethodInfo question)
    {
        IEnumerable<object?[]> all = [[]];
        foreach (var parameter in question.GetParameters())
        {
            var values = ValuesOf(question, parameter);
            all = all.SelectMany(before => values.Select(value => (object?[])[.. before, value]));
        }
        return all;
    }

    private IReadOnlyList<object?> ValuesOf(MethodInfo question, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if ((_values.GetValueOrDefault((type, parameter.Name!)) ?? _values.GetValueOrDefault((type, Any)) ?? NamesOf(type)) is not { } known)
            throw new XunitException($"The walk does not know with what to ask {Questions.NameOf(question)} for its “{parameter.Name}” ({type.Name}). Add values for it to QuestionWords, some of them of tickets that not everybody sees.");
        return type == parameter.ParameterType ? known : [null, .. known];
    }

    private static IReadOnlyList<object?>? NamesOf(Type type) => type.IsEnum ? [.. Enum.GetValues(type).Cast<object>()] : null;

    private static IReadOnlyList<object?> Each<T>(IEnumerable<T> values) => [.. values.Cast<object?>()];

    private static IEnumerable<TicketsOf> Owners(SightThings things) =>
        [.. things.Organisations.Select(o => new TicketsOf(OwnerKind.Organisation, o)), .. things.Contacts.Select(c => new TicketsOf(OwnerKind.Contact, c)), .. things.Records.Select(r => new TicketsOf(OwnerKind.Record, r))];

    /// <summary>Each filter of the hosting desk's list by itself, and each order; of the suite's what finds something there.</summary>
    private static IEnumerable<TicketFilter> Filters(SightWorld world, DateTimeOffset now)
    {
        var (desk, number) = (world.Things.Desks.Single(d => d.Id == world.Desk.Hosting.Id), $"#{world.Things.Numbers[^1]}");
        foreach (var home in world.Things.Desks)
            foreach (var words in new[] { null, SightStories.Technical, SightStories.Suite, SightStories.Away, number }) yield return new TicketFilter(home.Id, Search: words, Now: now);
        var all = new TicketFilter(desk.Id, Now: now);
        foreach (var department in desk.Departments) yield return all with { Departments = [department.Id] };
        foreach (var order in Enum.GetValues<TicketOrder>()) yield return all with { Order = order, PageSize = 10 };
        foreach (var owner in Owners(world.Things)) yield return all with { Of = [owner] };
        yield return all with { IsAside = true };
        yield return all with { IsEscalated = true };
        yield return all with { Assignees = [world.Desk.Ola.Id!.Value, world.Desk.Sam.Id!.Value] };
        yield return all with { Statuses = [desk.Statuses[0].Id] };
        yield return all with { Priorities = [Priority.Urgent] };
        yield return all with { Channels = [Channel.Chat] };
        yield return all with { Categories = [desk.Categories[0].Id] };
        yield return all with { Tags = [desk.Tags.Select(t => t.Id).ToList()] };
        yield return all with { Fields = [new FieldFilter(desk.Fields[0].Id, Contains: SightStories.Technical)] };
        yield return all with { Due = TicketDue.Week };
        yield return all with { Sla = SlaState.OnTrack };
        yield return all with { Created = new DayRange(null, DateOnly.FromDateTime(now.UtcDateTime)) };
    }
}
