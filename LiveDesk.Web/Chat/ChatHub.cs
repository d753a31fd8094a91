using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Chat;

/// <summary>
/// The visitors' hub. Nobody is signed in here: a connection belongs to a desk (by its address, see <see cref="ChatDoor"/>) and, after
/// <see cref="Hello"/>, to a visitor. It is told nothing but the public side of that visitor's own conversation.
/// </summary>
public sealed class ChatHub(VisitorTokens tokens, VisitorCommands commands, VisitorQueries queries, VisitorConnections connections, ChatAllowances allowances, DeskCatalogue catalogue, ILiveFeed feed, ILogger<ChatHub> log) : Hub
{
    public const string Path = "/hubs/chat";
    /// <summary>A line is at most 8,000 characters, which is 24 KB in the longest writing.</summary>
    public const long LargestMessage = 64 * 1024;

    private VisitorConnection Mine => connections.Find(Context.ConnectionId) ?? throw new HubException("Say hello first.");

    public async Task<Welcome> Hello(Hello hello)
    {
        if (allowances.Hellos.Take(Context.ConnectionId) is not null) throw new HubException("Too many at once.");
        var desk = await catalogue.DeskBySlugAsync(ChatDoor.DeskOf(Context.GetHttpContext()!) ?? "") ?? throw new HubException("There is no such desk.");
        var known = tokens.Read(hello.Token, desk.Id);
        var visitor = known ?? tokens.NewVisitor(desk.Id);
        var connection = await connections.GreetAsync(Context.ConnectionId, visitor, Context.Abort);
        if (known is not null && hello.Conversation is { } id) await connections.WatchAsync(connection, id);
        var (name, email) = known is null ? (null, null) : await queries.IntroductionAsync(known, Context.ConnectionAborted);
        return new Welcome(tokens.Issue(visitor), known is not null, name, email);
    }

    public async Task<Outcome> Send(OutgoingLine line)
    {
        var mine = Mine;
        if ((allowances.Lines.Take(mine.Visitor.Id.ToString()) ?? allowances.Lines.Take(Context.ConnectionId)) is { } wait) return Outcome.SlowDown(wait);
        if (mine.Conversation != line.Conversation && allowances.Conversations.Take(Address) is { } longer) return Outcome.SlowDown(longer);
        return await TryAsync(async () =>
        {
            var id = await commands.WriteAsync(mine.Visitor, new VisitorLine(line.Conversation, line.Id ?? "", line.Body ?? "", line.Files ?? [], line.Page, line.Name, line.Email));
            connections.StopTyping(mine);
            return new Outcome(await connections.WatchAsync(mine, line.Conversation, id), line.Conversation);
        });
    }

    public Task<Outcome> Introduce(Guid? conversation, string? name, string? email) => TryAsync(async () =>
    {
        // Checked at once, so that the form can say what is wrong; kept with the first line, if there is none yet.
        _ = Text.OptionalEmail(email) ?? Text.OptionalLine(name, "name", Limits.Name);
        if (allowances.Signals.Take(Context.ConnectionId) is { } wait) return Outcome.SlowDown(wait);
        if (conversation is { } id) await commands.IntroduceAsync(Mine.Visitor, id, name, email);
        return Outcome.Done;
    });

    public Task<Outcome> End(Guid conversation) => TryAsync(async () =>
    {
        if (allowances.Signals.Take(Context.ConnectionId) is { } wait) return Outcome.SlowDown(wait);
        await commands.EndAsync(Mine.Visitor, conversation);
        return Outcome.Done;
    });

    public void Typing(Guid conversation)
    {
        if (allowances.Signals.Take(Context.ConnectionId) is null && Mine is { } mine && mine.Conversation == conversation) connections.StartTyping(mine);
    }

    public void Seen(Guid conversation, string upTo)
    {
        if (allowances.Signals.Take(Context.ConnectionId) is not null || upTo is not { Length: > 0 and <= 40 }) return;
        if (Mine is { Place: { } place } mine && mine.Conversation == conversation)
            feed.Whisper(new ChatWasSeen(conversation, place.DeskId!.Value, place.Departments![0], ChatSide.Visitor, upTo), new LiveActor(ActorKind.Customer, mine.Visitor.Id, "Visitor"));
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await connections.ForgetAsync(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }

    private string Address => Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "?";

    private async Task<Outcome> TryAsync(Func<Task<Outcome>> act)
    {
        try { return await act(); }
        catch (RuleViolation e) { return Outcome.Rule(e.Message); }
        catch (NotFoundException) { return Outcome.Gone; }
        catch (Exception e) when (e is not HubException)
        {
            log.LogError(e, "What a visitor of {Address} did could not be saved", Address);
            return Outcome.Busy;
        }
    }
}
