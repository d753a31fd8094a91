using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Account;
using LiveDesk.Web.Live;
using LiveDesk.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Compose;

/// <summary>
/// Where browsers' composers keep their drafts. It relays and stores; it never reads what is in a draft. Who calls, and what they may, is
/// looked up at every call: a draft of a ticket that the caller may not see does not exist.
/// </summary>
[Authorize]
public sealed partial class ComposeHub(DraftCommands commands, MacroCommands macros, DraftQueries queries, TicketPathQueries paths, CannedResponseQueries canned, MentionQueries mentions, DeskCatalogue catalogue, Standings standings, UndoSend undo, ComposeConnections connections, SessionConnections sessions, IOptions<SecurityOptions> security, DraftRelay relay, Presence presence, TimeProvider clock, ILogger<ComposeHub> log) : Hub
{
    public const string Address = "/hubs/compose";
    /// <summary>Bytes of one message: a document in base64 and its frame.</summary>
    public const long LargestMessage = DraftCommands.LargestDocument * 4L / 3 + 512 * 1024;

    public override Task OnConnectedAsync()
    {
        if (Session.IdOf(Context.User!) is not { } person) Context.Abort();
        // A window has one of these.
        else if (connections.Of(person) >= security.Value.WindowsPerPerson)
        {
            log.LogWarning("A composer of {Person} was refused: too many are open", person);
            Context.Abort();
        }
        else
        {
            connections.Add(Context.ConnectionId, person, Context.Abort);
            sessions.Add(Context.ConnectionId, Context.User!, Context.Abort);
        }
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Find(Context.ConnectionId) is { } left)
        {
            foreach (var place in left.Open) relay.Leaves(left, place);
            connections.Remove(left.Id);
            sessions.Remove(left.Id);
        }
        return Task.CompletedTask;
    }

    /// <returns>Null: there is no such draft for this person.</returns>
    public async Task<Opened?> Open(OpenAsk ask)
    {
        DemandPace();
        if (ComposePlaces.Of(ask.Subject, ask.Audience) is not { } place || await MeAsync() is not { } me || await queries.SubjectAsync(me, place, Context.ConnectionAborted) is not { } about) return null;
        if (!Connection.Enter(place, about)) throw new HubException("Too many drafts are open on this page.");
        // First the room (Enter), then the read: an update in between comes twice rather than never. And rights that ended before the room was
        // entered found nothing to close, so whoever is in it is asked once more whether they may be.
        if (await MeAsync() is not { } still || await queries.SubjectAsync(still, place, Context.ConnectionAborted) is not { } now)
        {
            Connection.Leave(place);
            return null;
        }
        Connection.StandsAt(place, now);
        relay.AskForHands(place, Context.ConnectionId);
        var state = await queries.StateAsync(still, place, ask.Held, ask.Whole, Context.ConnectionAborted);
        if (!Connection.HasOpen(place)) return null;
        return new Opened(still.Id!.Value, state.Epoch, state.Snapshot, [.. state.Updates.Select(u => u.ToPiece())], state.UpTo, state.Ended, state.LastCustomerEntry);
    }

    public async Task<Pushed> Push(PushAsk ask)
    {
        if (!Connection.IsInPace()) return new Pushed("slow", 0, []);
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return new Pushed("refused", 0, []);
        if (ask.Person is { } typedBy && typedBy != me.Id) return new Pushed("other", 0, []);
        try
        {
            var kept = await commands.AppendAsync(me, place, new NewDraftUpdate(ask.Epoch, ask.Id ?? "", ask.Bytes ?? [], ask.UpTo, ask.HasText), Context.ConnectionAborted);
            if (kept.Id is not { } id) return new Pushed("began", 0, []);
            if (kept.WentTo is { } ticket)
            {
                relay.BeganAnew(place);
                relay.BeganAnew(place with { SubjectId = ticket });
                return new Pushed("kept", id, []);
            }
            Writes(me, place);
            relay.WasWritten(place, ask.Epoch, new DraftPiece(id, ask.Bytes!), Context.ConnectionId);
            if (Connection.SaysText(place, ask.HasText)) relay.StandsOtherwise(Connection.About(place), kept.Reviewer);
            return new Pushed("kept", id, [.. kept.Others.Select(o => o.ToPiece())]);
        }
        catch (RuleViolation e) { return new Pushed("refused", 0, [], e.Message); }
        catch (NotFoundException) { return new Pushed("refused", 0, []); }
        catch (Exception e) when (!Context.ConnectionAborted.IsCancellationRequested)
        {
            // A locked database, a full disk: the browser keeps the letters, says so, and tries again.
            log.LogError(e, "A draft of {Subject} could not be saved", place.SubjectId);
            return new Pushed("failed", 0, []);
        }
    }

    public async Task Seed(SeedAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return;
        await SayAsync(async () =>
        {
            if (await commands.SeedAsync(me, place, ask.Epoch, ask.Revision, ask.Bytes ?? [], Context.ConnectionAborted)) relay.BeganAnew(place);
        });
    }

    public async Task Fold(FoldAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return;
        await SayAsync(() => commands.FoldAsync(me, place, ask.Epoch, ask.UpTo, ask.Bytes ?? [], Context.ConnectionAborted));
    }

    public async Task<SentAnswer> Send(SendAsk ask)
    {
        if (!Connection.IsInPace() || await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return new SentAnswer("refused");
        try
        {
            var what = new DraftToSend(ask.Epoch, ask.UpTo, ask.Markdown ?? "", ask.State ?? [], ask.SeenCustomerEntry, ask.Files, ask.Sources, WithIt(ask.Move), ask.Children, SendAtOf(ask.Later), ask.Macros, ask.Activity);
            // Not cancelled when the connection breaks: what was begun is finished, and the browser finds it when it is back.
            var sent = await commands.SendAsync(me, place, what, CancellationToken.None);
            if (sent.Outcome is DraftOutcome.Sent)
            {
                relay.StopsWriting(Connection, place);
                BeginsAnew(place);
            }
            return new SentAnswer(Word(sent.Outcome), sent.EntryId, Meanwhile: sent.Meanwhile, InVain: await InVainAsync(me, place, sent, what.Markdown), Waits: sent.Waits is not null);
        }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile) { return new SentAnswer("refused", Sentence: e.Message); }
        catch (NotFoundException) { return new SentAnswer("refused"); }
        catch (Exception e)
        {
            // A locked database, a full disk: the browser keeps the text and says that it was not sent.
            log.LogError(e, "A {Audience} on {Subject} could not be sent", place.Audience, place.SubjectId);
            return new SentAnswer("refused");
        }
    }

    public async Task<SentAnswer> Clear(ClearAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, var place)) return new SentAnswer("refused");
        var outcome = await commands.ClearAsync(me, place, ask.Epoch, ask.UpTo, ask.State ?? [], Context.ConnectionAborted);
        if (outcome is DraftOutcome.Sent) BeginsAnew(place);
        return new SentAnswer(Word(outcome));
    }

    public void Close(PlaceAsk ask)
    {
        if (ComposePlaces.Of(ask.Subject, ask.Audience) is not { } place) return;
        relay.Leaves(Connection, place);
    }

    private ComposeConnection Connection => connections.Find(Context.ConnectionId) ?? throw new HubException("The connection is over.");

    private async Task<(Actor Me, DraftPlace Place)?> PlaceAsync(Guid subject, string? audience) =>
        ComposePlaces.Of(subject, audience) is { } place && await MeAsync() is { } me ? (me, place) : null;

    /// <summary>With the rights they have now; null once they are gone, deactivated, or have a new password.</summary>
    private async Task<Actor?> MeAsync()
    {
        if (Session.IdOf(Context.User!) is not { } id) return null;
        if (SignedInCookie.StillHolds(Context.User!, await standings.OfAsync(id, Context.ConnectionAborted))) return await catalogue.ActorAsync(id, Context.ConnectionAborted);
        Context.Abort();
        return null;
    }

    /// <summary>To the colleagues on the ticket. A customer is told by the chat, of what is written in the chat: never of a note.</summary>
    private void Writes(Actor me, DraftPlace place)
    {
        Connection.Wrote(place, clock.GetUtcNow());
        IsAtWork(me, place);
        if (place.Audience is Audience.Reply) Says(me, place, Connection.TypingScreen, Doing.Typing);
    }

    private void IsAtWork(Actor me, DraftPlace place)
    {
        if (place.Audience is Audience.Note) Says(me, place, Connection.NotingScreen, Doing.Noting);
        else Says(me, place, Connection.ReplyingScreen, Doing.Replying);
    }

    private void Says(Actor me, DraftPlace place, Guid screen, Doing doing)
    {
        if (Connection.About(place) is { Kind: SubjectKind.Ticket } about) presence.Here(about, screen, new Present(me.Id!.Value, me.Name, ActorKind.Agent, doing));
    }

    private void BeginsAnew(DraftPlace place)
    {
        relay.BeganAnew(place);
        Connection.SaysText(place, false);
        relay.StandsOtherwise(Connection.About(place));
    }

    private void DemandPace()
    {
        if (!Connection.IsInPace()) throw new HubException("Too many at once. Wait a moment.");
    }

    private static async Task SayAsync(Func<Task> work)
    {
        try { await work(); }
        catch (RuleViolation e) { throw new HubException(e.Message, e); }
        catch (NotFoundException e) { throw new HubException(e.Message, e); }
    }

    private static string Word(DraftOutcome outcome) => outcome switch
    {
        DraftOutcome.Sent => "sent",
        DraftOutcome.CustomerWroteMeanwhile => "meanwhile",
        _ => "behind",
    };
}
