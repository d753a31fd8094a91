using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Files;
using LiveDesk.Web.Live;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Shell;

/// <param name="Kind">Tickets, People, Organisations, Records or Articles: the word of its group.</param>
public sealed record PaletteHit(string Kind, string Label, string Hint, string Href);

/// <summary>What the palette and the sheet of keys (Client/desk) ask while they are open. Nothing of them lives in a circuit.</summary>
public static class KeyboardEndpoints
{
    private const int MostOthers = 4;
    private const int Longest = 200;

    public static void MapKeyboard(this IEndpointRouteBuilder routes)
    {
        var keyboard = routes.MapGroup("/keyboard").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers.ContainsKey(FileEndpoints.OwnScript) ? await next(context) : Results.NotFound());
        keyboard.MapGet("", async (HttpContext http, DeskCatalogue catalogue, Places places, IStringLocalizer<KeyboardWords> words) => await MeAsync(http, catalogue) is { } me
            ? Results.Json(new { words = words.GetAllStrings(includeParentCultures: true).ToDictionary(w => w.Name, w => w.Value, StringComparer.Ordinal), places = await places.OfAsync(me, http.RequestAborted) })
            : Results.NotFound());
        keyboard.MapPut("/keys", async (KeyChoices choices, HttpContext http, DeskCatalogue catalogue, PersonPreferences preferences) => await MeAsync(http, catalogue) is { } me
            ? await KeepAsync(me, choices, preferences)
            : Results.NotFound());
        keyboard.MapGet("/find", async (string? q, HttpContext http, DeskCatalogue catalogue, TicketPathQueries tickets, ContactQueries people, RecordQueries records, ArticleQueries articles) => await MeAsync(http, catalogue) is { } me
            ? Results.Json(await FindAsync(me, q?.Trim() ?? "", catalogue, tickets, people, records, articles, http.RequestAborted))
            : Results.NotFound());
    }

    /// <summary>Also when whoever chose leaves the page at that moment.</summary>
    private static async Task<IResult> KeepAsync(Actor me, KeyChoices choices, PersonPreferences preferences)
    {
        try { await preferences.KeepAsync(me, PreferenceKind.Keys, choices.Checked().Kept, ct: CancellationToken.None); }
        catch (RuleViolation e) { return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest); }
        return Results.NoContent();
    }

    private static async Task<IReadOnlyList<PaletteHit>> FindAsync(Actor me, string words, DeskCatalogue catalogue, TicketPathQueries tickets, ContactQueries people, RecordQueries records, ArticleQueries articles, CancellationToken ct)
    {
        if (words.Length is 0 or > Longest) return [];
        var desks = (await catalogue.DesksOfAsync(me, ct)).ToDictionary(d => d.Id);
        var found = (await tickets.FindAsync(me, words, ct)).Select(t => OfTicket(t, desks.GetValueOrDefault(t.DeskId)));
        // Their pages are for those who work on tickets (Shell/NavMenu.razor).
        var customers = me.Role.Includes(Right.WorkTickets) ? await CustomersAsync(me, words, people, records, ct) : [];
        var known = await articles.FindAsync(me, words, MostOthers, ct);
        return [.. found, .. customers, .. known.Select(a => new PaletteHit("Articles", a.Title, a.Category ?? "", $"/knowledge/{a.Id}"))];
    }

    private static async Task<IReadOnlyList<PaletteHit>> CustomersAsync(Actor me, string words, ContactQueries people, RecordQueries records, CancellationToken ct)
    {
        var contacts = (await people.FindAsync(me, words, ct)).Take(MostOthers).Select(c => new PaletteHit("People", c.Name, c.Organisation ?? c.Email ?? "", $"/people/{c.Id}"));
        var organisations = (await people.FindOrganisationsAsync(me, words, ct)).Select(o => new PaletteHit("Organisations", o.Name, o.AccountNumber ?? o.Address ?? "", $"/organisations/{o.Id}"));
        var things = (await records.FindAsync(me, words, null, [], ct: ct)).Take(MostOthers).Select(r => new PaletteHit("Records", r.Number is null ? r.Name : $"{r.Name} ({r.Number})", r.Organisation ?? "", $"/records/{r.Id}"));
        return [.. contacts, .. organisations, .. things];
    }

    private static PaletteHit OfTicket(TicketHit ticket, Desk? desk) =>
        new("Tickets", $"{TicketNumber.Show(ticket.Number, desk?.Settings.NumberForm ?? default)} {ticket.Subject}", desk is null ? ticket.RequesterName : $"{ticket.RequesterName} · {desk.Name}", $"/tickets/{ticket.Number}");

    private static async ValueTask<Actor?> MeAsync(HttpContext http, DeskCatalogue catalogue) =>
        Session.IdOf(http.User) is { } id ? await catalogue.ActorAsync(id, http.RequestAborted) : null;
}
