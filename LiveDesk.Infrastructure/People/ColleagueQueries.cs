using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Infrastructure.People;

/// <summary>A ticket, chat or article that a colleague is in.</summary>
/// <param name="Title">The ticket's subject, the visitor's name, the article's title.</param>
/// <param name="Ticket">Its number as its desk shows it; null for a chat or an article.</param>
/// <param name="Since">UTC.</param>
public sealed record ColleaguePlace(SubjectKind Kind, Guid Id, string Title, (long Number, string Shown)? Ticket, Doing Doing, DateTimeOffset Since)
{
    public string Address => Kind switch
    {
        SubjectKind.Ticket => $"/tickets/{Ticket!.Value.Number}",
        SubjectKind.Chat => $"/chats/{Id}",
        _ => $"/knowledge/{Id}",
    };
}

/// <param name="IsIdle">They look at none of their windows.</param>
/// <param name="Places">Those that the asker may see, the one they came to last first. A colleague may be here and in none.</param>
public sealed record PresentColleague(Guid Id, string Name, bool IsIdle, IReadOnlyList<ColleaguePlace> Places);

/// <summary>Who of the team is here now, and where. What the asker may not see is not a place for them: the colleague is here, that is all.</summary>
public sealed class ColleagueQueries(Presence presence, DeskCatalogue catalogue, TicketQueries tickets, ChatQueries chats, ArticleQueries articles)
{
    /// <summary>Everybody but the asker, by name.</summary>
    public async Task<IReadOnlyList<PresentColleague>> HereAsync(Actor me, CancellationToken ct = default) =>
        await ReadAsync(me, stay => stay.Who.PersonId != me.Id, ct);

    /// <summary>Null while they are not here.</summary>
    public async Task<PresentColleague?> FindAsync(Actor me, Guid personId, CancellationToken ct = default) =>
        (await ReadAsync(me, stay => stay.Who.PersonId == personId, ct)).SingleOrDefault();

    private async Task<IReadOnlyList<PresentColleague>> ReadAsync(Actor me, Func<Stay, bool> wanted, CancellationToken ct)
    {
        var stays = presence.StaysFor(me.Sight).Where(s => s.Who.Kind is ActorKind.Agent && wanted(s)).ToList();
        var places = (await PlacesAsync(me, stays, ct)).ToLookup(p => p.PersonId, p => p.Place);
        return [.. stays.GroupBy(s => s.Who.PersonId).Select(g => new PresentColleague(g.Key, g.First().Who.Name, IsIdle(g), [.. places[g.Key].OrderByDescending(p => p.Since).ThenBy(p => p.Id)]))
            .OrderBy(c => c.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(c => c.Id)];
    }

    private static bool IsIdle(IEnumerable<Stay> stays) => stays.All(s => s.Who.Doing is Doing.Idle);

    private async Task<IEnumerable<(Guid PersonId, ColleaguePlace Place)>> PlacesAsync(Actor me, List<Stay> stays, CancellationToken ct)
    {
        var names = await NamesAsync(me, stays, ct);
        return from stay in stays
               where names.ContainsKey(stay.Place.Id)
               let name = names[stay.Place.Id]
               select (stay.Who.PersonId, new ColleaguePlace(stay.Place.Kind, stay.Place.Id, name.Title, name.Ticket, stay.Who.Doing, stay.Since));
    }

    /// <summary>One question for each kind of place. Presence may know a place's departments of a moment ago; the database knows them now.</summary>
    private async Task<Dictionary<Guid, (string Title, (long Number, string Shown)? Ticket)>> NamesAsync(Actor me, List<Stay> stays, CancellationToken ct)
    {
        var ids = stays.Select(s => s.Place).DistinctBy(p => p.Id).ToLookup(p => p.Kind, p => p.Id);
        var names = new Dictionary<Guid, (string, (long, string)?)>();
        if (ids[SubjectKind.Ticket].ToList() is { Count: > 0 } ofTickets)
            foreach (var t in await tickets.NamesAsync(me, ofTickets, ct)) names[t.Id] = (t.Subject, (t.Number, TicketNumber.Show(t.Number, (await catalogue.DeskAsync(t.DeskId, ct)).Settings.NumberForm)));
        if (ids[SubjectKind.Chat].ToList() is { Count: > 0 } ofChats)
            foreach (var (id, visitor) in await chats.VisitorsAsync(me, ofChats, ct)) names[id] = (visitor, null);
        if (ids[SubjectKind.Article].ToList() is { Count: > 0 } ofArticles)
            foreach (var (id, title) in await articles.TitlesAsync(me, ofArticles, ct)) names[id] = (title, null);
        return names;
    }
}
