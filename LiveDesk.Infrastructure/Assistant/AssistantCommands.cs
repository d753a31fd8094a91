using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Domain.Assistant;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Assistant;

/// <summary>What the assistant can be asked for. It proposes; it never writes to a ticket. Every call is on record.</summary>
public sealed class AssistantCommands(DeskDatabase desk, DeskCatalogue catalogue, IDrafter drafter, ExtractiveDrafter extractive, TimeProvider clock, ILogger<AssistantCommands> log)
{
    private const int MostTerms = 40;
    private const int LongestQuestion = 4_000;
    private const int MostMessages = 3;
    /// <summary>Below this an article is not worth naming.</summary>
    private const double Noise = 0.08;

    /// <summary>A proposed reply to what the customer wrote last, from public articles of this desk and of the whole installation.</summary>
    /// <param name="progress">Told each sentence as soon as it stands.</param>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<DraftProposal> DraftAsync(Actor me, Guid ticketId, IProgress<DraftSentence>? progress = null, CancellationToken ct = default)
    {
        me.Demand(Right.WorkTickets);
        await using var db = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        var (question, nearest) = await QuestionAsync(db, ticket, ct);
        var call = new AssistantCall(Ids.New(clock.GetUtcNow()), ticket.DeskId, ticket.Id, me.Id, "reply", question.Passages.Count > 0 ? drafter.Model : extractive.Model, clock.GetUtcNow());
        var drafted = question.Passages.Count == 0 ? new Drafted([]) : await AskAsync(call, question, progress, ct);
        if (drafted.Sentences.Count > 0) call.WasAnswered();
        else call.WasNotAnswered(PersonalData.Redact(question.Words, [question.CustomerName]));
        db.AssistantCalls.Add(call);
        await db.CommitAsync(ct);
        return new DraftProposal(call.Id, drafted.Sentences, nearest, call.Model, call.Problem);
    }

    /// <summary>The agent put it into the reply, or put it away.</summary>
    public async Task WasUsedAsync(Actor me, Guid proposalId, bool accepted, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var call = await db.AssistantCalls.SingleOrDefaultAsync(c => c.Id == proposalId && c.AskedBy == me.Id, ct) ?? throw new NotFoundException("proposal");
        call.WasUsed(accepted);
        await db.CommitAsync(ct);
    }

    /// <summary>The model; and where it fails, the articles themselves, so that the agent is not left with an error.</summary>
    private async Task<Drafted> AskAsync(AssistantCall call, DraftQuestion question, IProgress<DraftSentence>? progress, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var drafted = await drafter.DraftAsync(question, progress, ct);
            call.Took((int)Stopwatch.GetElapsedTime(since).TotalMilliseconds, drafted.InputTokens, drafted.OutputTokens);
            return drafted;
        }
        catch (DraftingException e)
        {
            log.LogWarning(e, "The model failed on ticket {Ticket}", call.TicketId);
            call.Failed(e.Message);
            call.Took((int)Stopwatch.GetElapsedTime(since).TotalMilliseconds, null, null);
            return await extractive.DraftAsync(question, progress: null, ct);
        }
    }

    private async Task<(DraftQuestion Question, IReadOnlyList<DraftSource> Nearest)> QuestionAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var messages = await MessagesAsync(db, ticket, ct);
        var words = string.Join('\n', [ticket.Subject, .. messages]);
        var found = await SearchIndex.PassagesAsync(db, [.. Words.Terms(words).Take(MostTerms)], null, ticket.DeskId, publicOnly: false, ct);
        var ranked = Ranking.Rank(words, found);
        var threshold = (await catalogue.DeskAsync(ticket.DeskId, ct)).Settings.AssistantThreshold;
        // A customer is told only what every customer may read; what is internal is named to the agent.
        var good = ranked.Where(r => r.Score >= threshold && r.Passage.Visibility is Visibility.Public).ToList();
        var nearest = ranked.Where(r => r.Score >= Noise && (good.Count == 0 || r.Passage.Visibility is Visibility.Internal)).DistinctBy(r => r.Passage.ArticleId).Take(3).Select(r => r.Passage.Source());
        return (new DraftQuestion(ticket.Subject, messages, ticket.Requester.Name, good), [.. nearest]);
    }

    /// <summary>What the customer wrote last; on a ticket without messages its description, on one from a chat the transcript.</summary>
    private static async Task<List<string>> MessagesAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var tickets = await MergedTickets.WithHeldAsync(db, ticket.Id, ct);
        var last = await db.Set<Entry>().Where(e => tickets.Contains(e.TicketId) && e.Kind == EntryKind.CustomerMessage).OrderByDescending(e => e.Id).Take(MostMessages).Select(e => e.Body).ToListAsync(ct);
        last.Reverse();
        if (ticket.Description is { Length: > 0 } description) last.Insert(0, description);
        if (last.Count == 0 && await db.Set<Entry>().Where(e => tickets.Contains(e.TicketId) && e.Kind == EntryKind.Transcript).Select(e => e.Body).FirstOrDefaultAsync(ct) is { } transcript) last.Add(transcript);
        return last.ConvertAll(m => MarkdownText.ToPlain(m) is var plain && plain.Length > LongestQuestion ? plain[..LongestQuestion] : plain);
    }
}
