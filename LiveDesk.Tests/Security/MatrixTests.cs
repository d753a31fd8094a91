using System.Collections;
using System.Reflection;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Security;

/// <summary>
/// Every verb and every question that takes somebody and the id of a ticket, a draft or a chat, found by reflection: to Ola, who works on
/// another desk, the thing does not exist; to Ana it does.
/// </summary>
public sealed class MatrixTests
{
    private static readonly string[] Targets = ["ticketId", "chatId", "place"];

    /// <summary>Those that give Ana an answer only once there is more than a ticket: a draft's bytes, a later entry, another ticket.</summary>
    private static readonly HashSet<string> NeedMore =
        ["DraftQueries.MeanwhileAsync", "DraftCommands.AppendAsync", "DraftCommands.SeedAsync", "DraftCommands.FoldAsync", "DraftCommands.ClearAsync", "DraftCommands.SendAsync", "TicketCommands.MergeAsync", "TicketCommands.LinkAsync", "TicketPageQueries.OpenChildrenAsync", "TicketPageQueries.ChildrenAsync", "TicketPageQueries.ThreadThenAsync", "SplitCommands.SplitAsync", "FieldQueries.MissingToResolveAsync", "TicketPathQueries.NextAsync", "TicketCommands.RemoveAssigneeAsync", "TicketCommands.RemoveDepartmentAsync", "TicketCommands.UnfollowAsync", "TicketCommands.UnlinkRecordAsync", "TicketCommands.RemoveSupplierAsync", "TicketCommands.RemoveCcAsync", "SupplierCommands.ForwardAsync", "MentionQueries.InVainAsync", "OutgoingQueries.OfTicketAsync", "TimeQueries.VersionsAsync"];

    public static readonly IReadOnlyList<MethodInfo> Operations =
    [
        .. from type in typeof(TicketCommands).Assembly.GetTypes()
           where type.IsPublic && (type.Name.EndsWith("Commands", StringComparison.Ordinal) || type.Name.EndsWith("Queries", StringComparison.Ordinal))
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let parameters = method.GetParameters()
           where parameters.Length > 1 && parameters[0].ParameterType == typeof(Actor) && Targets.Contains(parameters[1].Name)
           orderby type.Name, method.Name
           select method,
    ];

    public static TheoryData<string, DatabaseKind> EveryOperation
    {
        get
        {
            var data = new TheoryData<string, DatabaseKind>();
            foreach (var operation in Operations.Select(NameOf).Distinct(StringComparer.Ordinal)) data.Add(operation, DatabaseKind.Sqlite);
            data.Add("TicketCommands.MoveAsync", DatabaseKind.Postgres);
            data.Add("TicketQueries.DetailAsync", DatabaseKind.Postgres);
            return data;
        }
    }

    [Fact]
    public void There_are_operations_to_hold_against_each_other() => Assert.True(Operations.Count > 15, string.Join(", ", Operations.Select(NameOf)));

    [Theory, MemberData(nameof(EveryOperation))]
    public async Task Threat_15_and_16_what_Ola_may_not_see_does_not_exist_for_her(string operation, DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("Ana's own");
        await desk.Tickets.LeaveNoteAsync(desk.Ana, ticket, new NewEntry("For Ana's desk only"));
        var chat = await AddChatAsync(desk);
        await desk.Get<CannedResponseCommands>().AddAsync(desk.Ana, new CannedResponseForm(CannedScope.Personal, null, "hello", "Hello"));
        foreach (var method in Operations.Where(o => NameOf(o) == operation))
        {
            var before = await FingerprintAsync(desk);
            var noSuchThing = await OutcomeAsync(desk, method, desk.Ola, Guid.NewGuid(), Guid.NewGuid());
            Assert.Equal(noSuchThing, await OutcomeAsync(desk, method, desk.Ola, ticket, chat));
            Assert.Equal(before, await FingerprintAsync(desk));
            if (!NeedMore.Contains(operation)) Assert.NotEqual(noSuchThing, await OutcomeAsync(desk, method, desk.Ana, ticket, chat));
        }
    }

    [Theory, BothDatabases]
    public async Task Threat_16_board_list_counts_search_and_history_hold_nothing_of_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.AddTicketAsync("Zeppelin");
        var everything = new TicketFilter(desk.Desk.Id);
        var search = everything with { Search = "Zeppelin" };

        Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, search)).Tickets);
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ola, search)).Tickets);
        Assert.Equal(0, (await desk.TicketQueries.ListAsync(desk.Ola, everything)).Total);
        Assert.Empty(await desk.TicketQueries.CountsAsync(desk.Ola, everything));
        Assert.Empty((await desk.Get<BoardQueries>().BoardAsync(desk.Ola, desk.Desk.Id)).Cards);
        Assert.Empty(await desk.TicketQueries.BoardAsync(desk.Ola, everything with { Now = desk.Clock.GetUtcNow() }));
        Assert.Contains(await desk.Get<ActivityQueries>().SinceAsync(desk.Ana, 0), c => c.Kind is SubjectKind.Ticket);
        Assert.DoesNotContain(await desk.Get<ActivityQueries>().SinceAsync(desk.Ola, 0), c => c.Kind is SubjectKind.Ticket);
    }

    [Theory, BothDatabases]
    public async Task Threat_14_what_is_searched_for_is_a_value_never_a_command(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.AddTicketAsync("Robert'); DROP TABLE \"Tickets\";--");
        string[] hostile =
        [
            "'; DROP TABLE \"Tickets\";--", "\"", "' OR '1'='1", "a* OR b", "NEAR(a b, 3)", "Title:x", "a AND NOT b", "^x", "(((", "\\", "%", "_", "a & !b | c:*", "<->", "x'::text", "{Title Body}:x", "-", "\0", "*", "a\"b\"\"c", new string('(', 500), "🙂", "TKT-", "#", "#99999999999999999999",
        ];
        foreach (var words in hostile) await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Search: words));
        Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Search: "Robert"))).Tickets);
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    /// <summary>"nothing" for what does not exist: the exception that says so, no value, an empty list.</summary>
    private static async Task<string> OutcomeAsync(TestDesk desk, MethodInfo method, Actor me, Guid ticket, Guid chat)
    {
        var arguments = method.GetParameters().Select(p => ValueFor(p, desk, me, ticket, chat)).ToArray();
        try
        {
            var task = (Task)method.Invoke(desk.Services.GetRequiredService(method.DeclaringType!), arguments)!;
            await task;
            return task.GetType().GetProperty("Result")?.GetValue(task) switch
            {
                null => "nothing",
                ICollection { Count: 0 } => "nothing",
                var result => JsonSerializer.Serialize(result, result.GetType()),
            };
        }
        catch (NotFoundException) { return "nothing"; }
        catch (Exception e) when (e is RuleViolation or ArgumentException) { return e.Message; }
    }

    private static object? ValueFor(ParameterInfo parameter, TestDesk desk, Actor me, Guid ticket, Guid chat) => (parameter.Name, parameter.ParameterType) switch
    {
        (_, var type) when type == typeof(Actor) => me,
        ("ticketId", _) => ticket,
        ("chatId", _) => chat,
        (_, var type) when type == typeof(DraftPlace) => new DraftPlace(ticket, default),
        ("statusId", _) => desk.Desk.Statuses[1].Id,
        ("departmentId", _) => desk.Desk.DefaultDepartment.Id,
        ("personId", var type) when type == typeof(Guid) => desk.Ben.Id!.Value,
        (_, var type) when type == typeof(BulkBefore) => new BulkBefore(desk.Desk.Statuses[1].Id),
        ("movedTo", _) => desk.Desk.FirstStatus.Id,
        (_, var type) when type == typeof(NewEntry) => new NewEntry("Hello"),
        (_, var type) when type == typeof(CustomerForm) => new CustomerForm("Dora", null, null),
        (_, var type) when type == typeof(IReadOnlyCollection<Guid>) => Array.Empty<Guid>(),
        (_, var type) when type == typeof(NewSplit) => new NewSplit("Another matter"),
        (_, var type) when type == typeof(NewChatMessage) => new NewChatMessage("Hello", Guid.NewGuid().ToString("N")),
        (_, var type) when type == typeof(NewDraftUpdate) => new NewDraftUpdate(1, "made", [0, 0], 0),
        (_, var type) when type == typeof(DraftToSend) => new DraftToSend(1, 0, "Hello", [0, 0]),
        (_, var type) when type == typeof(IReadOnlyList<long>) => Array.Empty<long>(),
        (_, var type) when type == typeof(TodoForm) => new TodoForm("Measure"),
        (_, var type) when type == typeof(TimeForm) => new TimeForm(5, true, DateOnly.FromDateTime(TestClock.Start.UtcDateTime)),
        (_, var type) when type == typeof(MoveDetails) && !parameter.HasDefaultValue => new MoveDetails("Fixed."),
        (_, var type) when type == typeof(byte[]) => new byte[] { 0, 0 },
        (_, var type) when type == typeof(string) => "Something",
        _ when parameter.HasDefaultValue => parameter.DefaultValue ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null),
        (_, var type) when type.IsEnum => Enum.GetValues(type).GetValue(1),
        (_, var type) => type.IsValueType ? Activator.CreateInstance(type) : null,
    };

    private static async Task<Guid> AddChatAsync(TestDesk desk)
    {
        var now = desk.Clock.GetUtcNow();
        await using var db = desk.OpenDatabase();
        var chat = new ChatSession(Ids.New(now), desk.Desk, Guid.NewGuid(), "Carla", null, null, now);
        db.Chats.Add(chat);
        await db.CommitAsync();
        return chat.Id;
    }

    private static async Task<string> FingerprintAsync(TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        return $"{await db.Activities.CountAsync()} {await db.DraftUpdates.CountAsync()} {await db.Work.CountAsync()} {await db.Tickets.SelectMany(t => t.Entries).CountAsync()}";
    }
}
