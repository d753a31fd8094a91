using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Database;

/// <summary>What was written stays as it was written, also for whoever has the database before them.</summary>
public sealed class AppendOnlyTests
{
    [Theory, BothDatabases]
    public async Task Neither_a_statement_nor_a_wrong_line_of_code_changes_or_deletes_an_entry(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The panel beeps");
        var entry = await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("Change the battery."));
        await using var db = desk.OpenDatabase();
        var columns = db.Model.FindEntityType(typeof(Entry))!.GetProperties().Select(p => p.GetColumnName()).Except([nameof(Entry.Delivery), nameof(Entry.DeliveryProblem)]).ToList();
        Assert.True(columns.Count >= 10, string.Join(' ', columns));
        foreach (var column in columns) await RefusedAsync(db, $"UPDATE \"Entries\" SET \"{column}\" = \"{column}\"");
        await RefusedAsync(db, "DELETE FROM \"Entries\"");
        await RefusedAsync(db, "DELETE FROM \"Tickets\"");
        if (kind is DatabaseKind.Postgres) await RefusedAsync(db, "TRUNCATE \"Tickets\" CASCADE");

        // What became of sending it is noted on it.
        Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("UPDATE \"Entries\" SET \"Delivery\" = 'Failed', \"DeliveryProblem\" = '550'"));
        var read = await db.Set<Entry>().SingleAsync();
        Assert.Equal((entry, "Change the battery.", Delivery.Failed), (read.Id, read.Body, read.Delivery));
    }

    [Theory, BothDatabases]
    public async Task With_its_ticket_it_is_emptied_out_of_the_trash(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (spam, _) = await desk.AddTicketAsync("Cheap watches");
        var (merged, _) = await desk.AddTicketAsync("Cheaper watches");
        foreach (var id in new[] { spam, merged }) await desk.Tickets.LeaveNoteAsync(desk.Ana, id, new NewEntry("Spam?"));
        await desk.Tickets.MergeAsync(desk.Ana, merged, spam);
        await desk.Tickets.PutAsideAsync(desk.Ana, spam, isSpam: true);
        desk.Clock.Advance(Ticket.TrashKeeps + TimeSpan.FromHours(1));
        await desk.Get<EmptyTrash>().DoAsync("", CancellationToken.None);
        await using var db = desk.OpenDatabase();
        Assert.Equal((0, 0), (await db.Tickets.CountAsync(), await db.Set<Entry>().CountAsync()));
    }

    private static async Task RefusedAsync(DeskDb db, string sql)
    {
        var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(sql));
        Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
    }
}
