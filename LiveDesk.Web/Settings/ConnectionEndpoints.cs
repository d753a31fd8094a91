using System.Net.WebSockets;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Web.Files;
using LiveDesk.Web.Live;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Settings;

/// <summary>What the self-test of the connection (Client/desk/selftest.ts) asks: a push, a socket, and what the server sees of it all.</summary>
public static class ConnectionEndpoints
{
    private const string Folder = "/settings/connection";
    private static readonly string[] Marks = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Original-For", "X-Real-IP", "Forwarded", "Via"];
    private static readonly TimeSpan SocketLives = TimeSpan.FromSeconds(10);

    public static void MapConnectionCheck(this IEndpointRouteBuilder routes)
    {
        var check = routes.MapGroup(Folder).DisableAntiforgery().AddEndpointFilter(async (context, next) =>
            await MayAsync(context.HttpContext) && context.HttpContext.Request.Headers.ContainsKey(FileEndpoints.OwnScript) ? await next(context) : Results.NotFound());
        check.MapGet("/ticks", TickAsync);
        check.MapPost("/findings", Judge);
        var sockets = routes.CreateApplicationBuilder();
        sockets.UseWebSockets();
        sockets.Run(EchoAsync);
        routes.MapGet($"{Folder}/socket", sockets.Build());
    }

    /// <summary>As a screen is pushed to: a line now and then on an answer that stays open.</summary>
    private static async Task TickAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        for (var tick = 1; tick <= ConnectionCheck.Ticks; tick++)
        {
            await http.Response.WriteAsync("tick\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            if (tick < ConnectionCheck.Ticks) await Task.Delay(ConnectionCheck.BetweenTicks, http.RequestAborted);
        }
    }

    private static IResult Judge(HttpContext http, SeenByBrowser browser, TimeProvider clock, IStringLocalizer<SettingsWords> words) =>
        Results.Json(ConnectionCheck.Judge(browser, SeenOf(http, clock.GetUtcNow())).Select(f => new
        {
            part = f.Part.ToString(),
            name = words[$"Check{f.Part}Name"].Value,
            isWell = f.IsWell,
            text = f.Words is null ? words[$"Check{f.Part}Well"].Value : words[f.Words, f.Values].Value,
        }));

    private static SeenByServer SeenOf(HttpContext http, DateTimeOffset now)
    {
        var headers = http.Request.Headers;
        var forTaken = headers.ContainsKey("X-Original-For");
        var peer = forTaken ? headers["X-Original-For"].ToString() : http.Connection.RemoteIpAddress?.ToString() ?? "?";
        return new SeenByServer(http.Request.Scheme, http.Request.Host.ToString(), peer, Marks.Any(headers.ContainsKey), forTaken,
            ForIgnored: !forTaken && headers.ContainsKey("X-Forwarded-For"), ProtoIgnored: headers.ContainsKey("X-Forwarded-Proto"), now);
    }

    private static async Task EchoAsync(HttpContext http)
    {
        if (!await MayAsync(http)) { http.Response.StatusCode = StatusCodes.Status404NotFound; return; }
        if (!http.WebSockets.IsWebSocketRequest) { http.Response.StatusCode = StatusCodes.Status400BadRequest; return; }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(SocketLives);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        try
        {
            var letters = new byte[16];
            var heard = await socket.ReceiveAsync(letters.AsMemory(), patience.Token);
            if (heard.MessageType is not WebSocketMessageType.Close) await socket.SendAsync(letters.AsMemory(0, heard.Count), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { /* the browser went away: there is nobody to answer */ }
    }

    private static async Task<bool> MayAsync(HttpContext http) =>
        Session.IdOf(http.User) is { } id && await http.RequestServices.GetRequiredService<DeskCatalogue>().ActorAsync(id, http.RequestAborted) is { } me && me.Role.Includes(Right.SeeWork);
}
