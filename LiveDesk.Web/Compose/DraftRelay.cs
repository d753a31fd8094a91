using System.Threading.Channels;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Compose;

/// <summary>
/// Brings what one person writes to the others who have the draft open: to this node's at once, to other nodes' by the live feed (which
/// carries the update's id; they read it). It also hears when rights change, and closes the drafts that somebody may no longer see.
/// </summary>
public sealed class DraftRelay(IHubContext<ComposeHub> hub, ILiveFeed feed, DraftQueries queries, DeskCatalogue catalogue, ComposeConnections connections, Presence presence, ILogger<DraftRelay> log) : BackgroundService
{
    private readonly Guid _node = Guid.NewGuid();
    private static readonly LiveActor Relay = new(ActorKind.System, null, "LiveDesk");
    private readonly Channel<LiveSignal> _heard = System.Threading.Channels.Channel.CreateUnbounded<LiveSignal>(new UnboundedChannelOptions { SingleReader = true });

    public void WasWritten(DraftPlace place, int epoch, DraftPiece update, string byConnection)
    {
        Tell(place, "Updated", News(place, epoch, update), byConnection);
        feed.Whisper(new DraftWasWritten(place.SubjectId, place.Audience, epoch, update.Id, _node), Relay);
    }

    public void BeganAnew(DraftPlace place)
    {
        Tell(place, "Began", new PlaceAsk(place.SubjectId, place.Audience.Word()));
        feed.Whisper(new DraftBeganAnew(place.SubjectId, place.Audience, _node), Relay);
    }

    public void HandMoved(DraftPlace place, HandNews hand, string byConnection)
    {
        Tell(place, "Hand", hand, byConnection);
        feed.Whisper(new DraftHandMoved(place.SubjectId, place.Audience, hand.Epoch, hand.Client, hand.Person, hand.Name, hand.State, _node), Relay);
    }

    public void AskForHands(DraftPlace place, string byConnection)
    {
        Tell(place, "HandsAsked", new PlaceAsk(place.SubjectId, place.Audience.Word()), byConnection);
        feed.Whisper(new DraftHandsAsked(place.SubjectId, place.Audience, _node), Relay);
    }

    public void TakenOver(DraftPlace place, TakenOverNews news, string byConnection)
    {
        Tell(place, "TakenOver", news, byConnection);
        feed.Whisper(new DraftWasTakenOver(place.SubjectId, place.Audience, news.Person, news.Name, _node), Relay);
    }

    /// <summary>This browser is out of the draft: colleagues see neither its hand there nor that its person writes.</summary>
    public void Leaves(ComposeConnection connection, DraftPlace place)
    {
        StopsWriting(connection, place);
        if (connection.Holds(place, null) is var (epoch, client)) HandMoved(place, new HandNews(place.SubjectId, place.Audience.Word(), epoch, client, connection.PersonId, "", null), connection.Id);
        connection.Leave(place);
    }

    public void StopsWriting(ComposeConnection connection, DraftPlace place)
    {
        connection.WritesNoMore(place);
        foreach (var screen in place.Audience is Audience.Note ? (Guid[])[connection.NotingScreen] : [connection.TypingScreen, connection.ReplyingScreen]) presence.Gone(place.SubjectId, screen);
    }

    /// <summary>To the screens that list drafts, on every node.</summary>
    public void StandsOtherwise(FactSubject? about, Guid? reviewer = null)
    {
        if (about is { } where) feed.Whisper(new DraftsStandOtherwise(where, reviewer), Relay);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(() => Sight.Everything, Cares, signal => _heard.Writer.TryWrite(signal));
        await foreach (var signal in _heard.Reader.ReadAllAsync(stoppingToken))
        {
            try { await FollowAsync(signal, stoppingToken); }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Drafts could not follow {Fact}", signal.Fact.GetType().Name);
            }
        }
    }

    private bool Cares(LiveSignal signal) => signal.Fact switch
    {
        DraftWasWritten written => written.FromNode != _node,
        DraftBeganAnew began => began.FromNode != _node,
        DraftHandMoved moved => moved.FromNode != _node,
        DraftHandsAsked asked => asked.FromNode != _node,
        DraftWasTakenOver taken => taken.FromNode != _node,
        CannedResponseWasAdded or CannedResponseWasChanged or CannedResponseWasDeleted => true,
        CustomerWrote or TicketWasMerged or RightsChanged or TicketSightChanged or DeskSightChanged or FeedCameBack => true,
        _ => false,
    };

    private Task FollowAsync(LiveSignal signal, CancellationToken ct) => signal.Fact switch
    {
        DraftWasWritten written => PassOnAsync(written, ct),
        CustomerWrote wrote => TellAsync(wrote, ct),
        TicketWasMerged merged => GoAlongAsync(merged),
        CannedResponseWasAdded or CannedResponseWasChanged or CannedResponseWasDeleted => TellOfCannedAsync(signal.Subject, ct),
        RightsChanged changed => CheckAsync(c => c.PersonId == changed.PersonId, _ => true, ct),
        TicketSightChanged changed => CheckAsync(_ => true, place => place.SubjectId == changed.TicketId, ct),
        FeedCameBack => ReadAgainAsync(ct),
        DraftBeganAnew or DraftHandMoved or DraftHandsAsked or DraftWasTakenOver => PassOn(signal.Fact),
        _ => CheckAsync(_ => true, _ => true, ct),
    };

    /// <summary>What another node's browsers said.</summary>
    private Task PassOn(Fact fact)
    {
        var (place, what, news) = fact switch
        {
            DraftHandMoved m => (new DraftPlace(m.SubjectId, m.Audience), "Hand", (object)new HandNews(m.SubjectId, m.Audience.Word(), m.Epoch, m.Client, m.PersonId, m.Name, m.State)),
            DraftHandsAsked a => (new DraftPlace(a.SubjectId, a.Audience), "HandsAsked", new PlaceAsk(a.SubjectId, a.Audience.Word())),
            DraftWasTakenOver t => (new DraftPlace(t.SubjectId, t.Audience), "TakenOver", new TakenOverNews(t.SubjectId, t.Audience.Word(), t.PersonId, t.Name)),
            DraftBeganAnew b => (new DraftPlace(b.SubjectId, b.Audience), "Began", new PlaceAsk(b.SubjectId, b.Audience.Word())),
            _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "not about an open draft"),
        };
        Tell(place, what, news);
        return Task.CompletedTask;
    }

    private async Task PassOnAsync(DraftWasWritten written, CancellationToken ct)
    {
        var place = new DraftPlace(written.SubjectId, written.Audience);
        if (!connections.In(place).Any() || await queries.UpdateAsync(place, written.UpdateId, ct) is not { } update) return;
        Tell(place, "Updated", News(place, written.Epoch, update));
    }

    private async Task TellAsync(CustomerWrote wrote, CancellationToken ct)
    {
        var place = new DraftPlace(wrote.TicketId, Audience.Reply);
        foreach (var connection in connections.In(place))
            if (await catalogue.ActorAsync(connection.PersonId, ct) is { } me && await queries.MeanwhileAsync(me, wrote.TicketId, wrote.EntryId, ct) is { } meanwhile)
                connection.Tell(hub.Clients.Client(connection.Id), "CustomerWrote", new CustomerWroteNews(wrote.TicketId, meanwhile));
    }

    /// <summary>An open list of canned responses looks again: its person's own, or where they see the desk.</summary>
    private async Task TellOfCannedAsync(FactSubject about, CancellationToken ct)
    {
        foreach (var connection in connections.All)
            if (about.Kind is SubjectKind.Person ? connection.PersonId == about.Id : await catalogue.ActorAsync(connection.PersonId, ct) is { } me && (await catalogue.DesksOfAsync(me, ct)).Any(d => d.Id == about.DeskId))
                connection.Tell(hub.Clients.Client(connection.Id), "CannedChanged", new { });
    }

    /// <summary>What was being written on a merged ticket is in the drafts of the other now: screens of both read anew.</summary>
    private Task GoAlongAsync(TicketWasMerged merged)
    {
        foreach (var ticket in (Guid[])[merged.TicketId, merged.Into])
            foreach (var audience in (Audience[])[Audience.Reply, Audience.Note])
                Tell(new DraftPlace(ticket, audience), "Began", new PlaceAsk(ticket, audience.Word()));
        return Task.CompletedTask;
    }

    /// <summary>Signals may have been missed: rights are checked, and every draft is read again.</summary>
    private async Task ReadAgainAsync(CancellationToken ct)
    {
        await CheckAsync(_ => true, _ => true, ct);
        foreach (var place in connections.All.SelectMany(c => c.Open).Distinct()) Tell(place, "Began", new PlaceAsk(place.SubjectId, place.Audience.Word()));
    }

    private async Task CheckAsync(Func<ComposeConnection, bool> whose, Func<DraftPlace, bool> which, CancellationToken ct)
    {
        foreach (var connection in connections.All.Where(whose))
        {
            if (await catalogue.ActorAsync(connection.PersonId, ct) is not { } me) connection.Abort();
            else
                foreach (var place in connection.Open.Where(which))
                    if (await queries.SubjectAsync(me, place, ct) is { } about) connection.StandsAt(place, about);
                    else Close(connection, place);
        }
    }

    private void Close(ComposeConnection connection, DraftPlace place)
    {
        Leaves(connection, place);
        connection.Tell(hub.Clients.Client(connection.Id), "Gone", new PlaceAsk(place.SubjectId, place.Audience.Word()));
    }

    private void Tell(DraftPlace place, string what, object news, string? except = null)
    {
        foreach (var connection in connections.In(place))
            if (connection.Id != except) connection.Tell(hub.Clients.Client(connection.Id), what, news);
    }

    private static UpdatedNews News(DraftPlace place, int epoch, DraftPiece update) => new(place.SubjectId, place.Audience.Word(), epoch, update.Id, update.Bytes);
}
