using System.Reflection;
using System.Runtime.CompilerServices;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Web.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Architecture;

/// <summary>What STYLE.md says and a machine can see. Each rule takes the code and answers with those who break it.</summary>
public static class Rules
{
    public static readonly Assembly Domain = typeof(Actor).Assembly;
    public static readonly Assembly Infrastructure = typeof(DeskDb).Assembly;
    public static readonly Assembly Web = typeof(Program).Assembly;

    public static IReadOnlyList<Call> AllCalls { get; } = [.. new[] { Domain, Infrastructure, Web }.SelectMany(CallReader.CallsIn)];

    private static readonly HashSet<string> Saving = ["SaveChanges", "SaveChangesAsync"];
    private static readonly HashSet<string> SavingPastTheCommit = ["ExecuteUpdate", "ExecuteUpdateAsync", "ExecuteDelete", "ExecuteDeleteAsync"];
    private static readonly HashSet<string> DeskDbs = [typeof(SqliteDeskDb).FullName!, typeof(PostgresDeskDb).FullName!];
    private static readonly HashSet<string> Children = [typeof(LiveDesk.Domain.Tickets.Entry).FullName!, typeof(LiveDesk.Domain.Tickets.TicketLink).FullName!];

    public static IEnumerable<string> ForeignReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n is not ("System" or "netstandard" or "mscorlib") && !n.StartsWith("System.", StringComparison.Ordinal));

    public static IEnumerable<Call> SavedBehindTheCommit(IEnumerable<Call> calls) =>
        calls.Where(c => (Saving.Contains(c.Method) && IsContext(c.Callee)) || SavingPastTheCommit.Contains(c.Method))
            .Where(c => c.Caller != typeof(DeskDb).FullName && !c.Caller.StartsWith("LiveDesk.Infrastructure.Database.Migrations.", StringComparison.Ordinal));

    public static IEnumerable<Call> OpenedOutsideTheDatabase(IEnumerable<Call> calls) =>
        calls.Where(c => c.Method == ".ctor" && DeskDbs.Contains(c.Callee) && !c.Caller.StartsWith("LiveDesk.Infrastructure.Database.", StringComparison.Ordinal));

    public static IEnumerable<Call> PublishedByHand(IEnumerable<Call> calls) =>
        calls.Where(c => c.Method == "Publish" && c.Callee.StartsWith("LiveDesk.Infrastructure.Live.", StringComparison.Ordinal))
            .Where(c => c.Caller != typeof(DeskDatabase).FullName && !c.Caller.StartsWith("LiveDesk.Infrastructure.Live.", StringComparison.Ordinal));

    public static IEnumerable<Call> LookedPastTheSight(IEnumerable<Call> calls) => calls.Where(c => c.Method == "IgnoreQueryFilters");

    /// <summary>A live screen's reads follow one another: whoever calls one past the queue can be overtaken by an older answer.</summary>
    public static IEnumerable<Call> ReadPastTheQueue(IEnumerable<Call> calls)
    {
        var screens = new[] { Web, typeof(Rules).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsAssignableTo(typeof(LiveComponent))).Select(t => t.FullName!).ToHashSet();
        return calls.Where(c => c.Method == "ReadAsync" && screens.Contains(c.Callee) && c.Caller != typeof(LiveComponent).FullName);
    }

    /// <summary>Trusted HTML is made where Markdown is rendered, and nowhere else.</summary>
    public static IEnumerable<Call> MadeMarkup(IEnumerable<Call> calls) =>
        calls.Where(c => c.Callee == "Microsoft.AspNetCore.Components.MarkupString" && c.Method is ".ctor" or "op_Explicit")
            .Where(c => c.Caller != typeof(LiveDesk.Infrastructure.Knowledge.MarkdownText).FullName);

    public static IEnumerable<Call> AddedPastTheirTicket(IEnumerable<Call> calls) =>
        calls.Where(c => c.Method == ".ctor" && Children.Contains(c.Callee) && !c.Caller.StartsWith("LiveDesk.Domain.Tickets.", StringComparison.Ordinal));

    public static IEnumerable<string> PublicSetters(IEnumerable<Type> types) =>
        from type in types
        from property in type.GetProperties()
        where property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{type.FullName}.{property.Name}";

    /// <summary>Aggregates and what hangs on them: everything in the domain that the database keeps as a row.</summary>
    public static IEnumerable<Type> Entities() =>
        Domain.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && (t.IsSubclassOf(typeof(Aggregate)) || (t.GetProperty("Id") is not null && t.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, []) is not null)));

    public static IEnumerable<string> AsyncVoids(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false)
        select $"{type.FullName}.{method.Name}";

    public static IEnumerable<string> LonelyInterfaces(params Assembly[] assemblies)
    {
        var types = assemblies.SelectMany(a => a.GetTypes()).ToList();
        return from contract in types
               where contract.IsInterface && !contract.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
               where types.Count(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(contract)) < 2
               select contract.FullName!;
    }

    private static bool IsContext(string type) =>
        type == typeof(DbContext).FullName || type == typeof(DeskDb).FullName || DeskDbs.Contains(type);
}
