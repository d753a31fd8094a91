using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Settings;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Shell;

/// <param name="Id">The same for ever: what a person used lately is known by it.</param>
public sealed record Place(string Id, string Label, string Href);

/// <summary>Where a person may go from anywhere, as the palette offers it.</summary>
public sealed class Places(DeskCatalogue catalogue, ViewQueries views, IStringLocalizer<ShellWords> words, IStringLocalizer<SettingsWords> settings)
{
    /// <summary>The settings' tabs (Settings/SettingsFrame.razor), each with the right that it needs.</summary>
    public static readonly IReadOnlyList<(string Href, string Word, Right? Needs)> OfSettings =
    [
        ("/settings/profile", "Profile", null), ("/settings/notifications", "Notifications", null), ("/settings/canned", "Canned", Right.WorkTickets), ("/settings/desks", "Desks", Right.ManageDesks), ("/settings/fields", "CustomerFields", Right.ManageDesks),
        ("/settings/team", "Team", Right.ManageDesks), ("/settings/work", "Work", Right.SeeWork), ("/settings/connection", "Connection", Right.SeeWork),
    ];

    public async Task<IReadOnlyList<Place>> OfAsync(Actor me, CancellationToken ct)
    {
        var desks = await catalogue.DesksOfAsync(me, ct);
        return [.. desks.SelectMany(OfDesk), .. OfViews(desks, await views.OfEveryDeskAsync(me, ct)), .. OfEverybody(me, desks), .. Settings(me, desks)];
    }

    private IEnumerable<Place> OfDesk(Desk desk)
    {
        foreach (var (view, word) in new[] { ("board", "Board"), ("tickets", "Tickets") })
            yield return new Place($"/desks/{desk.Slug}/{view}", $"{desk.Name} · {words[word]}", $"/desks/{desk.Slug}/{view}");
    }

    /// <summary>The lists that somebody gave a name.</summary>
    private static IEnumerable<Place> OfViews(IEnumerable<Desk> desks, ILookup<Guid, ViewRow> views) =>
        from desk in desks
        from view in views[desk.Id]
        select new Place($"view/{view.Id}", $"{desk.Name} · {view.Name}", $"/desks/{desk.Slug}/tickets?{view.Query}");

    private IEnumerable<Place> OfEverybody(Actor me, IEnumerable<Desk> desks)
    {
        if (me.Role.Includes(Right.WorkChats)) yield return At("/chats", words["Chats"]);
        if (me.Role.Includes(Right.WorkTickets)) yield return At("/drafts", words["Drafts"]);
        yield return At("/notifications", words["Notifications"]);
        yield return At("/colleagues", words["Colleagues"]);
        yield return At("/knowledge", words["Knowledge"]);
        if (!me.Role.Includes(Right.WorkTickets)) yield break;
        yield return At("/people", words["People"]);
        yield return At("/records", words["Records"]);
        if (desks.Any(d => d.Settings.TracksTime)) yield return At("/time", words["Time"]);
    }

    private IEnumerable<Place> Settings(Actor me, IEnumerable<Desk> desks)
    {
        yield return At("/settings", words["Settings"]);
        foreach (var (href, word, needs) in OfSettings)
            if (needs is not { } right || me.Role.Includes(right)) yield return At(href, $"{words["Settings"]} · {settings[word]}");
        if (!me.Role.Includes(Right.ManageDesks)) yield break;
        foreach (var desk in desks) yield return At($"/settings/desks/{desk.Slug}", $"{words["Settings"]} · {desk.Name}");
    }

    private static Place At(string href, string label) => new(href, label, href);
}
