using System.Threading.Channels;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
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
public sealed class DraftRelay(IHubContext<ComposeHub> hub, ILiveFeed feed, DraftQueries queries, DeskCatalogue catalogue, ComposeConnections connections, ILogger<DraftRelay> log) : BackgroundService
{
    private static readonly Guid Node = Guid.NewGuid();
    private static readonly LiveActor Relay = new(ActorKind.System, null, "LiveDesk");
    private readonly Channel<LiveSignal> _heard = System.Threading.Channels.Channel.CreateUnbounded<LiveSignal>(new UnboundedChannelOptions { SingleReader = true });

    public async Task WasWrittenAsync(DraftPlace place, int epoch, DraftPiece update, string byConnection)
    {
        await hub.Clients.GroupExcept(place.Room(), byConnection).SendAsync("Updated", News(place, epoch, update));
        feed.Whisper(new DraftWasWritten(place.SubjectId, place.Audience, epoch, update.Id, Node), Relay);
    }

    public async Task BeganAnewAsync(DraftPlace place)
    {
        await hub.Clients.Group(place.Room()).SendAsync("Began", new PlaceAsk(place.SubjectId, place.Audience.Word()));
        feed.Whisper(new DraftBeganAnew(place.SubjectId, place.Audience, Node), Relay);
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

    private static bool Cares(LiveSignal signal) => signal.Fact switch
    {
        DraftWasWritten written => written.FromNode != Node,
        DraftBeganAnew began => began.FromNode != Node,
        CustomerWrote or RightsChanged or TicketChangedDepartment or DeskSightChanged or FeedCameBack => true,
        _ => false,
    };

    private Task FollowAsync(LiveSignal signal, CancellationToken ct) => signal.Fact switch
    {
        DraftWasWritten written => PassOnAsync(written, ct),
        DraftBeganAnew began => hub.Clients.Group(new DraftPlace(began.SubjectId, began.Audience).Room()).SendAsync("Began", new PlaceAsk(began.SubjectId, began.Audience.Word()), ct),
        CustomerWrote wrote => TellAsync(wrote, ct),
        RightsChanged changed => CheckAsync(c => c.PersonId == changed.PersonId, _ => true, ct),
        TicketChangedDepartment moved => CheckAsync(_ => true, place => place.SubjectId == moved.TicketId, ct),
        FeedCameBack => ReadAgainAsync(ct),
        _ => CheckAsync(_ => true, _ => true, ct),
    };

    private async Task PassOnAsync(DraftWasWritten written, CancellationToken ct)
    {
        var place = new DraftPlace(written.SubjectId, written.Audience);
        if (!connections.All.Any(c => c.Open.Contains(place)) || await queries.UpdateAsync(place, written.UpdateId, ct) is not { } update) return;
        await hub.Clients.Group(place.Room()).SendAsync("Updated", News(place, written.Epoch, update), ct);
    }

    private async Task TellAsync(CustomerWrote wrote, CancellationToken ct)
    {
        var place = new DraftPlace(wrote.TicketId, Audience.Reply);
        foreach (var connection in connections.All.Where(c => c.Open.Contains(place)))
            if (await catalogue.ActorAsync(connection.PersonId, ct) is { } me && await queries.MeanwhileAsync(me, wrote.TicketId, wrote.EntryId, ct) is { } meanwhile)
                await hub.Clients.Client(connection.Id).SendAsync("CustomerWrote", wrote.TicketId, meanwhile, ct);
    }

    /// <summary>Signals may have been missed: rights are checked, and every draft is read again.</summary>
    private async Task ReadAgainAsync(CancellationToken ct)
    {
        await CheckAsync(_ => true, _ => true, ct);
        foreach (var place in connections.All.SelectMany(c => c.Open).Distinct()) await hub.Clients.Group(place.Room()).SendAsync("Began", new PlaceAsk(place.SubjectId, place.Audience.Word()), ct);
    }

    private async Task CheckAsync(Func<ComposeConnection, bool> whose, Func<DraftPlace, bool> which, CancellationToken ct)
    {
        foreach (var connection in connections.All.Where(whose))
        {
            if (await catalogue.ActorAsync(connection.PersonId, ct) is not { } me) connection.Abort();
            else
                foreach (var place in connection.Open.Where(which))
                    if (await queries.SubjectAsync(me, place, ct) is { } about) connection.Enter(place, about);
                    else await CloseAsync(connection, place, ct);
        }
    }

    private async Task CloseAsync(ComposeConnection connection, DraftPlace place, CancellationToken ct)
    {
        connection.Leave(place);
        await hub.Groups.RemoveFromGroupAsync(connection.Id, place.Room(), ct);
        await hub.Clients.Client(connection.Id).SendAsync("Gone", place.SubjectId, ct);
    }

    private static UpdatedNews News(DraftPlace place, int epoch, DraftPiece update) => new(place.SubjectId, place.Audience.Word(), epoch, update.Id, update.Bytes);
}
