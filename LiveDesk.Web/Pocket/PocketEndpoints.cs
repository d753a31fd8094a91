using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Pocket;

/// <summary>
/// What the pocket view's script asks and sends. The same commands and questions as the screens', and every write with an id that its sender made:
/// sent twice, because the answer was lost or the server died, it is done once. A write goes on when its sender hangs up.
/// </summary>
internal static class PocketEndpoints
{
    private const int LargestBody = 1024 * 1024;

    public static void MapPocketData(this IEndpointRouteBuilder routes)
    {
        var data = routes.MapGroup("/pocket/data").WithMetadata(new RequestSizeLimitAttribute(LargestBody)).AddEndpointFilter(PocketDoor.EnterAsync);
        data.MapGet("/home", (HttpContext http, string? have, PocketReading reading) => reading.HomeAsync(http, have));
        data.MapGet("/tickets/{id:guid}", (HttpContext http, Guid id, PocketReading reading) => reading.TicketAsync(http.Me(), id, http.RequestAborted));
        data.MapGet("/customers", FindAsync);
        data.MapPost("/tickets", OpenAsync);
        data.MapPost("/tickets/{id:guid}/entries", WriteAsync);
        data.MapPost("/tickets/{id:guid}/times", WorkAsync);
        data.MapPost("/tickets/{id:guid}/resolution", ResolveAsync);
        data.MapPost("/files", UploadAsync);
    }

    private static async Task<IResult> FindAsync(HttpContext http, string? q, ContactQueries customers)
    {
        var me = http.Me();
        return Results.Json(new { people = await customers.FindAsync(me, q, http.RequestAborted), organisations = await customers.FindOrganisationsAsync(me, q, http.RequestAborted) });
    }

    private static async Task<IResult> OpenAsync(HttpContext http, PocketOpen sent, TicketCommands tickets, DeskCatalogue catalogue)
    {
        var me = http.Me();
        var (id, number) = await tickets.OpenAsync(me, sent.Desk, sent.Ticket(me.Id!.Value) with { SenderMadeId = Made(sent.Made) });
        return Results.Json(new { id, number = TicketNumber.Show(number, (await catalogue.DeskAsync(sent.Desk)).Settings.NumberForm) });
    }

    private static async Task<IResult> WriteAsync(HttpContext http, Guid id, PocketWrite sent, TicketCommands tickets)
    {
        var entry = sent.Entry with { SenderMadeId = Made(sent.Made) };
        return Results.Json(new { id = await (sent.IsReply ? tickets.AnswerAsync(http.Me(), id, entry) : tickets.LeaveNoteAsync(http.Me(), id, entry)) });
    }

    private static async Task<IResult> WorkAsync(HttpContext http, Guid id, PocketWork sent, TicketCommands tickets)
    {
        await tickets.LogTimeAsync(http.Me(), id, new TimeForm(sent.Minutes, sent.Billable, sent.Day, sent.Note, sent.Activity), senderMadeId: Made(sent.Made));
        return Results.Json(new { id });
    }

    private static async Task<IResult> ResolveAsync(HttpContext http, Guid id, PocketDone sent, TicketCommands tickets)
    {
        await tickets.ResolveOnceAsync(http.Me(), id, new MoveDetails(sent.Text, SeenStatusId: sent.Seen, Fields: sent.Fields), Made(sent.Made));
        return Results.Json(new { id });
    }

    private static Task<IResult> UploadAsync(HttpContext http, Guid desk, string? name, string made, FileCommands files, IOptions<Infrastructure.Files.FileOptions> options) =>
        FileEndpoints.TakeAsync(http, http.Me(), desk, name, Made(made), files, options.Value);

    /// <summary>Without it a second sending could not be told from a second thing.</summary>
    private static string Made(string? id) => Text.OptionalSenderMadeId(id) ?? throw new RuleViolation("What is sent needs an id of its sender's own.", "made");
}
