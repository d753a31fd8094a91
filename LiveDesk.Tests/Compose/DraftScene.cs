using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Compose;

/// <summary>A draft on a ticket or an article, and what people do to it on the server's side.</summary>
internal static class DraftScene
{
    public static DraftCommands Commands(TestDesk desk) => desk.Get<DraftCommands>();

    public static DraftQueries Queries(TestDesk desk) => desk.Get<DraftQueries>();

    public static async Task<DraftPlace> ReplyAsync(TestDesk desk) => new((await desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);

    public static async Task<DraftPlace> ArticleAsync(TestDesk desk)
    {
        var now = desk.Clock.GetUtcNow();
        var article = new Article(Ids.New(now), null, "battery", new ArticleText("Battery", "Old"), desk.Kim, "first", now);
        await using var db = desk.OpenDatabase();
        db.Articles.Add(article);
        await db.CommitAsync();
        return new DraftPlace(article.Id, Audience.Article);
    }

    public static NewDraftUpdate Update(string text, long seenUpTo = long.MaxValue) => new(1, Guid.NewGuid().ToString("N"), YjsText.Of(text), seenUpTo);

    public static async Task<long> TypeAsync(TestDesk desk, Actor who, DraftPlace place, string text) =>
        (await Commands(desk).AppendAsync(who, place, Update(text))).Id ?? throw new InvalidOperationException("The epoch is over.");

    public static DraftToSend ToSend(string markdown, long upTo) => new(1, upTo, markdown, YjsText.Of(markdown));

    public static IEnumerable<string> Texts(DraftState state) => state.Updates.Select(u => YjsText.Read(u.Bytes));

    public static async Task<List<Entry>> EntriesAsync(TestDesk desk, DraftPlace place)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.Where(t => t.Id == place.SubjectId).SelectMany(t => t.Entries).AsNoTracking().ToListAsync();
    }

    public static async Task<Guid> CarlaWritesAsync(TestDesk desk, Guid ticketId, Guid contactId, string text)
    {
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.SingleAsync(t => t.Id == ticketId);
        var entry = ticket.TakeMessage(Actor.Customer(contactId, "Carla"), new NewEntry(text), desk.Desk, desk.Clock.GetUtcNow());
        await db.CommitAsync();
        return entry.Id;
    }
}
