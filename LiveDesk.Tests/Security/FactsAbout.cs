using System.Reflection;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Xunit.Sdk;

namespace LiveDesk.Tests.Security;

/// <summary>Every kind of fact that the live feed can carry, found by reflection; those about tickets and chats are made for one of them.</summary>
internal static class FactsAbout
{
    private const string OwnWindows = "It is for one person's own windows, and names that person alone.";
    private const string BetweenNodes = "Nodes tell it each other; only the presence and the relay of drafts listen, and these ask for everybody to whom they pass it on.";
    private const string Everybodys = "It is about what everybody who works here knows; no ticket is named.";

    /// <summary>Those that are about no ticket and no chat.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["NotificationsChanged"] = OwnWindows, ["PreferenceChanged"] = OwnWindows, ["TimerChanged"] = OwnWindows, ["SessionWasEnded"] = OwnWindows, ["PasswordWasChanged"] = OwnWindows,
        ["BulkActionWasStarted"] = OwnWindows, ["BulkActionWentOn"] = OwnWindows,
        ["NodePresence"] = BetweenNodes, ["DraftWasWritten"] = BetweenNodes, ["DraftBeganAnew"] = BetweenNodes, ["DraftHandMoved"] = BetweenNodes, ["DraftHandsAsked"] = BetweenNodes, ["DraftWasTakenOver"] = BetweenNodes,
        ["FeedCameBack"] = "Something was missed, nobody knows what: look again.",
        ["ReviewWasAsked"] = "Work and no signal: nobody publishes it. Whoever is asked is told by a notification.",
        ["PersonWasAdded"] = Everybodys, ["RightsChanged"] = Everybodys,
        ["ContactWasAdded"] = Everybodys, ["ContactWasChanged"] = Everybodys, ["OrganisationWasAdded"] = Everybodys, ["OrganisationWasChanged"] = Everybodys, ["CustomerFieldsChanged"] = Everybodys, ["CustomerFieldWasDeleted"] = Everybodys,
        ["RecordTypeWasChanged"] = Everybodys, ["RecordWasAdded"] = Everybodys, ["RecordWasChanged"] = Everybodys, ["RecordWasArchived"] = Everybodys, ["RecordWasBroughtBack"] = Everybodys,
        ["ArticleWasRevised"] = Everybodys, ["ArticleWentToReview"] = Everybodys, ["ArticleWasPublished"] = Everybodys, ["ArticleWasArchived"] = Everybodys,
        ["DeskWasCreated"] = Everybodys, ["DeskWasChanged"] = Everybodys, ["DeskSightChanged"] = Everybodys, ["DeskValuesReplaced"] = Everybodys, ["DeskTagsChanged"] = Everybodys, ["DeskFieldWasDeleted"] = Everybodys, ["SpamSendersChanged"] = Everybodys,
        ["CannedResponseWasAdded"] = Everybodys, ["CannedResponseWasChanged"] = Everybodys, ["CannedResponseWasDeleted"] = Everybodys, ["SavedViewsChanged"] = Everybodys,
    };

    private static readonly IReadOnlyList<Type> All =
        [.. new[] { typeof(Fact).Assembly, typeof(DeskDb).Assembly, typeof(Program).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Fact)) && !t.IsAbstract).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>Those that can be about a ticket, or a chat.</summary>
    public static IEnumerable<Type> KindsFor(SubjectKind kind) =>
        All.Where(t => !Others.ContainsKey(t.Name) && (kind is SubjectKind.Chat ? !t.IsSubclassOf(typeof(TicketFact)) : !t.IsSubclassOf(typeof(ChatFact))));

    /// <summary>Reasons for what is no longer there.</summary>
    public static IEnumerable<string> Stale => Others.Keys.Except(All.Select(t => t.Name), StringComparer.Ordinal);

    public static Fact Of(Type type, Stand about)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var fact = (Fact)constructor.Invoke([.. constructor.GetParameters().Select(p => ValueOf(type, p, about))]);
        if ((fact.Subject.Kind, fact.Subject.Id) != (about.Kind, about.Id)) throw new XunitException($"{type.Name} is about no ticket and no chat, or FactsAbout does not see which. If it is about neither, add it to FactsAbout.Others with the reason why everybody may hear it.");
        return fact;
    }

    private static object? ValueOf(Type type, ParameterInfo parameter, Stand about) => (parameter.Name, parameter.ParameterType) switch
    {
        ("TicketId" or "SessionId" or "SubjectId" or "Id", _) when parameter.ParameterType == typeof(Guid) => about.Id,
        ("DeskId", _) => about.DeskId,
        ("DepartmentId", _) when type.IsSubclassOf(typeof(ChatFact)) => about.Departments[0],
        ("Departments", _) => about.Departments,
        (_, var t) when t == typeof(TicketPlace) => new TicketPlace(about.DeskId, about.Departments),
        (_, var t) when t == typeof(FactSubject) => new FactSubject(about.Kind, about.Id, about.DeskId, about.Departments),
        (_, var t) when t == typeof(SubjectKind) => about.Kind,
        (_, var t) when t == typeof(Guid) => Guid.NewGuid(),
        (_, var t) when t == typeof(string) => "",
        (_, var t) when t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Array.CreateInstance(t.GetGenericArguments()[0], 0),
        (_, var t) when t.IsEnum => Enum.GetValues(t).GetValue(0),
        (_, { IsValueType: true } t) => Activator.CreateInstance(t),
        _ => null,
    };
}
