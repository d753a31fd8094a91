using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>Questions that nobody's article answers.</summary>
/// <param name="Question">The latest way it was asked.</param>
public sealed record Gap(string Question, Guid? DeskId, int Times, DateTimeOffset LastAt, IReadOnlyList<GapTicket> Tickets);

public sealed record GapTicket(Guid Id, long Number, Guid DeskId, string Subject);

/// <summary>
/// What the assistant could not answer, alike questions together, most asked first. A gap is closed by an article that answers it: nobody
/// ticks it off.
/// </summary>
public sealed class KnowledgeGaps(DeskDatabase desk, DeskCatalogue catalogue)
{
    private const int MostCalls = 500;
    private const int MostGaps = 50;
    /// <summary>Share of common words from which two questions are one.</summary>
    private const double Alike = 0.5;

    public async Task<IReadOnlyList<Gap>> ListAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var open = new List<Gap>();
        foreach (var cluster in Clusters(await CallsAsync(db, me, ct)).OrderByDescending(c => c.Count).ThenByDescending(c => c[0].At).Take(MostGaps))
            if (!await IsAnsweredAsync(db, cluster[0], ct)) open.Add(GapOf(cluster));
        return open;
    }

    /// <summary>Only questions from tickets that this person may see: a question quotes its ticket.</summary>
    private static async Task<List<Call>> CallsAsync(DeskDb db, Actor me, CancellationToken ct)
    {
        if (!me.Sight.IsStaff) return [];
        var calls = await (from c in db.AssistantCalls.AsNoTracking() join t in db.Tickets on c.TicketId equals t.Id where c.Unanswered != null orderby c.At descending select new { c.Unanswered, c.DeskId, c.At, t.Id, t.Number, TicketDesk = t.DeskId, t.Subject }).Take(MostCalls).ToListAsync(ct);
        return calls.ConvertAll(c => new Call(c.Unanswered!, c.DeskId, c.At, new GapTicket(c.Id, c.Number, c.TicketDesk, c.Subject), Words.Terms(c.Unanswered).ToHashSet(StringComparer.Ordinal)));
    }

    private static List<List<Call>> Clusters(List<Call> calls)
    {
        var clusters = new List<List<Call>>();
        foreach (var call in calls)
        {
            var home = clusters.Find(c => c[0].DeskId == call.DeskId && (c[0].Ticket.Id == call.Ticket.Id || AreAlike(c[0].Terms, call.Terms)));
            if (home is null) clusters.Add([call]);
            else home.Add(call);
        }
        return clusters;
    }

    private static bool AreAlike(HashSet<string> a, HashSet<string> b) =>
        a.Count > 0 && b.Count > 0 && a.Intersect(b, StringComparer.Ordinal).Count() >= Alike * Math.Min(a.Count, b.Count);

    private async Task<bool> IsAnsweredAsync(DeskDb db, Call call, CancellationToken ct)
    {
        var threshold = call.DeskId is { } id ? (await catalogue.DeskAsync(id, ct)).Settings.AssistantThreshold : 0.35;
        var passages = await SearchIndex.PassagesAsync(db, [.. call.Terms], null, call.DeskId, publicOnly: false, ct);
        return Ranking.Rank(call.Question, passages).FirstOrDefault()?.Score >= threshold;
    }

    private static Gap GapOf(List<Call> cluster) =>
        new(cluster[0].Question, cluster[0].DeskId, cluster.Select(c => c.Ticket.Id).Distinct().Count(), cluster[0].At, [.. cluster.Select(c => c.Ticket).DistinctBy(t => t.Id).Take(5)]);

    private sealed record Call(string Question, Guid? DeskId, DateTimeOffset At, GapTicket Ticket, HashSet<string> Terms);
}
