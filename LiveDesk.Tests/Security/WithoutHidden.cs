using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LiveDesk.Tests.Security;

/// <summary>
/// The same installation, in which what one person may not see never was. Every row of every table that names a hidden ticket or chat is
/// gone, whatever the table: one that is added later needs nothing here.
/// </summary>
internal static class WithoutHidden
{
    /// <summary>Columns that name another ticket or chat in a row that stands for itself.</summary>
    private static readonly Dictionary<(Type, string), string> Stay = new()
    {
        [(typeof(Ticket), nameof(Ticket.ChatSessionId))] = "It came from a chat that stands elsewhere; it did come from one.",
        [(typeof(ChatSession), nameof(ChatSession.TicketId))] = "It became a ticket that went elsewhere; it did become one.",
        [(typeof(Article), nameof(Article.FromTicketId))] = "Articles are for everybody who works here, whatever they were made from.",
        [(typeof(WorkTimer), nameof(WorkTimer.TicketId))] = "A timer is its person's own: it runs on when its ticket goes out of sight, and can be stopped.",
    };

    /// <summary>How a visible ticket ended by a merge, or that this was undone, is its own history; to what it led is told to those alone who see that.</summary>
    private static readonly string[] OwnHistory = [nameof(TicketWasMerged), nameof(TicketWasUnmerged)];

    public static async Task<TestDesk> OfAsync(SightWorld world, Domain.People.Person who)
    {
        var copy = await world.Desk.CopyAsync();
        await ForgetAsync(copy, world, who);
        world.BePresent(copy, world.Stands.Where(s => world.IsThereFor(who, s)));
        return copy;
    }

    private static async Task ForgetAsync(TestDesk copy, SightWorld world, Domain.People.Person who)
    {
        await using var db = copy.OpenDatabase();
        // No ticket goes but out of the trash.
        await copy.Database.ExecuteAsync(copy.Database.Kind is DatabaseKind.Sqlite ? """DROP TRIGGER "TicketsStay";""" : """DROP TRIGGER "TicketsStay" ON "Tickets";""");
        List<Guid> hidden = [.. world.HiddenFrom(who).Select(s => s.Id), .. await DeletedAsync(db, world, who)];
        if (hidden.Count == 0) return;
        // What was said of both by a ticket that stays.
        foreach (var id in hidden)
            await db.Activities.Where(a => a.Data.Contains(id.ToString()) && !OwnHistory.Contains(a.Kind) && a.Kind != nameof(TicketWasOpened) && a.Kind != nameof(ChatBecameTicket)).ExecuteDeleteAsync();
        await db.Tickets.Where(t => hidden.Contains(t.Id)).ExecuteDeleteAsync();
        await db.Chats.Where(c => hidden.Contains(c.Id)).ExecuteDeleteAsync();
        foreach (var type in db.Model.GetEntityTypes())
        {
            foreach (var column in type.GetProperties().Where(MayNameOne)) await DeleteAsync(db, type, column, hidden);
            foreach (var list in type.GetProperties().Where(p => p.ClrType == typeof(IReadOnlyList<Guid>))) await TakeOutAsync(db, type, list, hidden);
        }
    }

    /// <summary>Of a ticket that was deleted only its history is left.</summary>
    private static async Task<IEnumerable<Guid>> DeletedAsync(DeskDb db, SightWorld world, Domain.People.Person who) =>
        (await db.Activities.AsNoTracking().Where(a => a.Kind == nameof(TicketWasDeleted)).ToListAsync()).Where(a => !world.Sees(who, a.DeskId!.Value, a.Departments)).Select(a => a.SubjectId);

    private static bool MayNameOne(IProperty column) =>
        column.ClrType is var type && (type == typeof(Guid) || type == typeof(Guid?)) && !Stay.ContainsKey((column.DeclaringType.ClrType, column.Name));

    private static async Task DeleteAsync(DeskDb db, IEntityType type, IProperty column, List<Guid> hidden)
    {
        var places = string.Join(',', hidden.Select((_, i) => $"{{{i}}}"));
        var delete = $"""DELETE FROM "{type.GetTableName()}" WHERE "{column.GetColumnName()}" IN ({places})""";
        await db.Database.ExecuteSqlRawAsync(delete, hidden.Cast<object>());
    }

    /// <summary>Out of a list that is kept as one document.</summary>
    private static async Task TakeOutAsync(DeskDb db, IEntityType type, IProperty list, List<Guid> hidden)
    {
        var (table, name) = (type.GetTableName(), list.GetColumnName());
        var update = $$"""UPDATE "{{table}}" SET "{{name}}" = REPLACE(REPLACE(REPLACE("{{name}}", {0}, ''), {1}, ''), {2}, '') WHERE "{{name}}" LIKE {3}""";
        foreach (var id in hidden) await db.Database.ExecuteSqlRawAsync(update, $"\"{id}\",", $",\"{id}\"", $"\"{id}\"", $"%{id}%");
    }
}
