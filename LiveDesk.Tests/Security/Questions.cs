using System.Reflection;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Security;

/// <summary>Everything that can be asked of the desk in somebody's name, found by reflection; nobody can forget a new one.</summary>
internal static class Questions
{
    /// <summary>What takes somebody and is no question, or none about tickets.</summary>
    private static readonly Dictionary<string, string> NoQuestions = new(StringComparer.Ordinal)
    {
        ["ArticleFromTicket.MakeAsync"] = "A verb; MatrixTests and ArticleFromTicket's own tests hold it to the sight.",
        ["DeskCatalogue.DesksOfAsync"] = "Desks as they are set up; no ticket is read.",
        ["DeskDatabase.OpenFor"] = "It answers nothing; all that is asked through it is walked.",
        ["PersonPreferences.KeepAsync"] = "A verb.",
        ["UndoSend.ChooseAsync"] = "A verb.",
        ["WorkList.OverviewAsync"] = "The installation's work: kinds and times, for whoever keeps it running. It names no ticket.",
        ["WorkList.TryAgainAsync"] = "A verb.",
    };

    /// <summary>Questions in nobody's name.</summary>
    private static readonly Dictionary<string, string> AskedByNobody = new(StringComparer.Ordinal)
    {
        ["ActivityQueries.LatestAsync"] = "How far the history is: a number that rises with whatever happens anywhere, and names nothing.",
        ["DraftQueries.UpdateAsync"] = "For a node's relay, which asked SubjectAsync for each connection that it passes the letters on to.",
        ["FileQueries.OpenForPublicAsync"] = "Pictures of published public articles.",
        ["FileQueries.OpenForVisitorAsync"] = "A visitor's; VisitorSightTests.",
        ["VisitorQueries.ConversationAsync"] = "A visitor's; VisitorSightTests.",
        ["VisitorQueries.IntroductionAsync"] = "A visitor's; VisitorSightTests.",
        ["VisitorQueries.MayReadAsync"] = "A visitor's; VisitorSightTests.",
    };

    private const string Customers = "Of customers and what they have, as everybody who works here knows them.", Articles = "Of articles, as everybody who works here reads them.";
    private const string Settings = "What was set up, or what the person chose for themselves.";

    /// <summary>They answer alike whatever tickets there are: by them the walk proves nothing, and does not have to.</summary>
    private static readonly Dictionary<string, string> KnowNoTickets = new(StringComparer.Ordinal)
    {
        ["ArticleQueries.CategoriesAsync"] = Articles, ["ArticleQueries.CompareAsync"] = Articles, ["ArticleQueries.CountsAsync"] = Articles, ["ArticleQueries.FindAsync"] = Articles,
        ["ArticleQueries.ListAsync"] = Articles, ["ArticleQueries.TitlesAsync"] = Articles, ["HelpQueries.AllAsync"] = Articles, ["HelpQueries.FindAsync"] = Articles, ["HelpQueries.SearchAsync"] = Articles,
        ["ContactQueries.FindAsync"] = Customers, ["ContactQueries.FindOrganisationsAsync"] = Customers, ["ContactQueries.NamesAsync"] = Customers, ["ContactQueries.OrganisationNamesAsync"] = Customers,
        ["ContactQueries.PickOrganisationsAsync"] = Customers, ["ContactQueries.ReachAsync"] = Customers, ["FieldQueries.FilledInAsync"] = Customers, ["FieldQueries.OfAsync"] = Customers,
        ["FieldQueries.UseAsync(of, fieldId)"] = Customers, ["RecordQueries.FindAsync"] = Customers, ["RecordQueries.NamesAsync"] = Customers, ["RecordQueries.PickAsync"] = Customers,
        ["RecordQueries.PickPlacesAsync"] = Customers, ["RecordQueries.TypesAsync"] = Customers, ["RelatedTicketQueries.NamesAsync"] = Customers,
        ["CannedResponseQueries.ManagedAsync"] = Settings, ["NotificationQueries.SettingsAsync"] = Settings, ["PersonPreferences.ReadAsync"] = Settings, ["PersonQueries.TeamAsync"] = Settings,
        ["SpamSenderQueries.ListAsync"] = Settings, ["UndoSend.SecondsAsync"] = Settings, ["ViewQueries.OfDeskAsync"] = Settings, ["ViewQueries.OfEveryDeskAsync"] = Settings,
    };

    private static readonly IReadOnlyList<MethodInfo> Public =
    [
        .. from type in new[] { typeof(DeskDb).Assembly, typeof(Program).Assembly }.SelectMany(a => a.GetTypes())
           where type is { IsClass: true, IsPublic: true, IsAbstract: false } && !type.Name.EndsWith("Commands", StringComparison.Ordinal)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where !method.IsSpecialName && method.Name != nameof(IDisposable.Dispose)
           orderby type.Name, method.Name, method.ToString()
           select method,
    ];

    /// <summary>Of every class that is called so, and of every other that the desk is made of: there are readers under other names.</summary>
    public static IReadOnlyList<MethodInfo> Of(TestDesk desk) =>
        [.. Public.Where(m => IsAskedBySomebody(m) && !NoQuestions.ContainsKey(NameOf(m)) && (IsQueries(m.DeclaringType!) || desk.Get<IServiceProviderIsService>().IsService(m.DeclaringType!)))];

    /// <summary>Questions that neither are walked nor say why they need not be.</summary>
    public static IEnumerable<string> Unknown =>
        Public.Where(m => IsQueries(m.DeclaringType!) && !IsAskedBySomebody(m)).Select(NameOf).Except(AskedByNobody.Keys, StringComparer.Ordinal);

    /// <summary>Reasons for what is no longer there.</summary>
    public static IEnumerable<string> Stale => NoQuestions.Keys.Concat(AskedByNobody.Keys).Concat(KnowNoTickets.Keys.Select(k => k.Split('(')[0])).Except(Public.Select(NameOf), StringComparer.Ordinal);

    /// <summary>An article that was made from a ticket says what the ticket said: whoever makes one tells everybody who works here.</summary>
    public static bool QuoteTickets(MethodInfo question) => question.DeclaringType!.Namespace == typeof(ArticleQueries).Namespace;

    public static bool KnowsTickets(MethodInfo question) =>
        !KnowNoTickets.ContainsKey(NameOf(question)) && !KnowNoTickets.ContainsKey($"{NameOf(question)}({string.Join(", ", question.GetParameters().Where(p => p.ParameterType != typeof(Actor) && p.ParameterType != typeof(CancellationToken)).Select(p => p.Name))})");

    public static string NameOf(MethodInfo question) => $"{question.DeclaringType!.Name}.{question.Name}";

    /// <summary>As text; that there is no such thing, and that the role does not include it, are answers too.</summary>
    public static async Task<string> AskAsync(TestDesk desk, MethodInfo question, object?[] arguments)
    {
        try
        {
            return Told.By(await ReadToTheEndAsync(question.Invoke(desk.Services.GetRequiredService(question.DeclaringType!), BindingFlags.DoNotWrapExceptions, null, arguments, null)));
        }
        catch (NotFoundException) { return "There is no such thing."; }
        catch (RuleViolation violation) { return violation.Message; }
    }

    private static bool IsQueries(Type type) => type.Name.EndsWith("Queries", StringComparison.Ordinal);

    private static bool IsAskedBySomebody(MethodInfo method) => method.GetParameters().Any(p => p.ParameterType == typeof(Actor));

    private static async Task<object?> ReadToTheEndAsync(object? answer)
    {
        if (answer is null) return null;
        var type = answer.GetType();
        if (type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } stream)
            answer = typeof(Questions).GetMethod(nameof(ListAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(stream.GetGenericArguments()).Invoke(null, [answer]);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            answer = type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(answer, null);
        if (answer is not Task task) return answer;
        await task;
        return task.GetType().GetProperty("Result")!.GetValue(task);
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> stream)
    {
        var all = new List<T>();
        await foreach (var item in stream) all.Add(item);
        return all;
    }
}
