using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Web.Files;
using LiveDesk.Web.Live;

namespace LiveDesk.Web.Chat;

/// <param name="Id">Made by the agent's browser: a resend is not a second line.</param>
public sealed record AgentLine(string? Id, string? Body, bool Whisper, IReadOnlyList<Guid>? Files);

/// <summary>What the reply box of the chats screen (Client/desk/chatbox.ts) sends. Without the header of our own scripts, or for a chat that one may not see, nothing is here.</summary>
public static class AgentChatEndpoints
{
    public static void MapAgentChat(this IEndpointRouteBuilder routes)
    {
        var chat = routes.MapGroup("/chats/{id:guid}").DisableAntiforgery().AddEndpointFilter(async (context, next) =>
        {
            if (!context.HttpContext.Request.Headers.ContainsKey(FileEndpoints.OwnScript)) return Results.NotFound();
            try { return await next(context); }
            catch (NotFoundException) { return Results.NotFound(); }
            catch (RuleViolation e) { return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest); }
        });
        chat.MapPost("/lines", WriteAsync);
        chat.MapPost("/typing", TypeAsync);
    }

    private static async Task<IResult> WriteAsync(HttpContext http, Guid id, AgentLine line, ChatCommands commands, DeskCatalogue catalogue, Presence presence)
    {
        var me = await MeAsync(http, catalogue);
        var what = new NewChatMessage(line.Body ?? "", line.Id ?? "", line.Files);
        var written = line.Whisper ? await commands.WhisperAsync(me, id, what, http.RequestAborted) : await commands.SayAsync(me, id, what, http.RequestAborted);
        presence.Gone(id, me.Id!.Value);
        return Results.Json(new { id = written });
    }

    /// <summary>Only a reply is announced; nobody hears of a whisper before it is written.</summary>
    private static async Task<IResult> TypeAsync(HttpContext http, Guid id, ChatQueries queries, DeskCatalogue catalogue, Presence presence)
    {
        var me = await MeAsync(http, catalogue);
        var place = await queries.PlaceAsync(me, id, http.RequestAborted);
        presence.Here(place, me.Id!.Value, new Present(me.Id.Value, me.Name, ActorKind.Agent, Doing.Typing));
        return Results.NoContent();
    }

    private static async Task<Actor> MeAsync(HttpContext http, DeskCatalogue catalogue) =>
        (Session.IdOf(http.User) is { } id ? await catalogue.ActorAsync(id, http.RequestAborted) : null) ?? throw new NotFoundException("page");
}
