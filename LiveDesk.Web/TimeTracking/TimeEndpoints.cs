using System.Globalization;
using System.Text;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Web.Live;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace LiveDesk.Web.TimeTracking;

/// <summary>The report as a file: the rows that the person may see, and no others.</summary>
public static class TimeEndpoints
{
    public static void MapTime(this IEndpointRouteBuilder routes) => routes.MapGet("/time/export", ExportAsync);

    private static async Task<IResult> ExportAsync(HttpContext http, DeskCatalogue catalogue, TimeQueries times, TimeProvider clock, IStringLocalizer<TimeWords> words)
    {
        var ct = http.RequestAborted;
        if (Session.IdOf(http.User) is not { } id || await catalogue.ActorAsync(id, ct) is not { Sight.IsStaff: true } me) return Results.NotFound();
        var filter = TimeAddress.Read(http.Request.QueryString.Value ?? "", DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone).DateTime)).Filter;
        var names = (await catalogue.PeopleAsync(ct)).ToDictionary(p => p.Id, p => p.Name);
        var desks = (await catalogue.DesksAsync(ct)).ToDictionary(d => d.Id);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{words["FileName"].Value}-{TimeAddress.Write(filter.From)}-{TimeAddress.Write(filter.To)}.csv");
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.CacheControl = "private, no-store";
        var title = Csv.Line(words["Day"], words["Person"], words["Desk"], words["Ticket"], words["Subject"], words["Organisation"], words["Contract"], words["Activity"], words["Note"], words["Minutes"], words["Hours"], words["Billable"]);
        return Results.Stream(async body =>
        {
            // With a mark of its encoding: without it spreadsheets guess another one.
            await using var file = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await file.WriteAsync(title.AsMemory(), ct);
            await foreach (var row in times.RowsAsync(me, filter, ct))
                await file.WriteAsync(Csv.Line(TimeAddress.Write(row.Day), names.GetValueOrDefault(row.PersonId), desks[row.DeskId].Name, TicketNumber.Show(row.Number, desks[row.DeskId].Settings.NumberForm),
                    row.Subject, row.Organisation, row.Contract, row.Activity, row.Note, row.Minutes.ToString(CultureInfo.InvariantCulture), (row.Minutes / 60m).ToString("0.00", CultureInfo.InvariantCulture), words[row.Billable ? "Yes" : "No"]).AsMemory(), ct);
        }, "text/csv; charset=utf-8");
    }
}
