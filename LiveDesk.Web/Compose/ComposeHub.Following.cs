using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Compose;

/// <summary>What follows on a send: where the ticket goes with it, and which ticket is next.</summary>
public sealed partial class ComposeHub
{
    /// <returns>Null: there is no such ticket for this person.</returns>
    public async Task<StatusesToFollow?> Statuses(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return null;
        try { return await paths.AfterWritingAsync(me, place, Context.ConnectionAborted); }
        // It is no longer this person's: the draft is being closed.
        catch (NotFoundException) { return null; }
    }

    /// <returns>The next ticket's number; null when there is none.</returns>
    public async Task<long?> Next(NextAsk ask)
    {
        DemandPace();
        return await MeAsync() is { } me ? await paths.NextAsync(me, ask.Subject, ask.InOrder ?? [], Context.ConnectionAborted) : null;
    }

    /// <summary>Macros without words of their own are done at once.</summary>
    public async Task<SentAnswer> Apply(ApplyAsk ask)
    {
        if (!Connection.IsInPace() || await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return new SentAnswer("refused");
        try
        {
            await macros.ApplyAsync(me, place.SubjectId, ask.Macros, WithIt(ask.Move), CancellationToken.None);
            return new SentAnswer("sent");
        }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile) { return new SentAnswer("refused", Sentence: e.Message); }
        catch (NotFoundException) { return new SentAnswer("refused"); }
        catch (Exception e)
        {
            log.LogError(e, "Macros could not be applied to {Subject}", place.SubjectId);
            return new SentAnswer("refused");
        }
    }

    private static MoveWithIt? WithIt(SendMove? move) =>
        move is null ? null : new MoveWithIt(move.Status, new MoveDetails(move.Resolution, move.HoldReason, move.ResumeAt, move.Seen) { Escalation = move.Escalation, Children = move.Children ?? [] });
}
