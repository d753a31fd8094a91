using System.Globalization;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Fields;

/// <summary>
/// What a ticket has in one of its fields, as lists look for it: a row for each value, of several options one for each. The ticket's own row
/// holds the values themselves.
/// </summary>
public sealed class IndexedValue
{
    public Guid TicketId { get; init; }
    public Guid FieldId { get; init; }
    public int Part { get; init; }
    /// <summary>Of a choice.</summary>
    public Guid? OptionId { get; init; }
    /// <summary>Of a number, itself; of a date, its <see cref="DateOnly.DayNumber"/>.</summary>
    public double? Number { get; init; }
    /// <summary>In small letters.</summary>
    public string? Text { get; init; }
}

/// <summary>Keeps the indexed values in step, in the same save as the ticket's own.</summary>
internal static class FieldIndex
{
    public static void Build(ModelBuilder model) => model.Entity<IndexedValue>(e =>
    {
        e.ToTable("TicketFieldValues");
        e.HasKey(x => new { x.TicketId, x.FieldId, x.Part });
        e.HasIndex(x => new { x.OptionId, x.TicketId }).HasFilter("\"OptionId\" IS NOT NULL");
        e.HasIndex(x => new { x.FieldId, x.Number, x.TicketId });
        e.HasOne<Ticket>().WithMany().HasForeignKey(x => x.TicketId).OnDelete(DeleteBehavior.Cascade);
    });

    public static async Task FollowAsync(DeskDb db, CancellationToken ct)
    {
        var touched = db.ChangeTracker.Entries<Ticket>().Where(e => (e.State is EntityState.Added && e.Entity.FieldValues.Count > 0) || (e.State is EntityState.Modified && e.Property(t => t.FieldValues).IsModified)).ToList();
        if (touched.Count == 0) return;
        var wanted = touched.SelectMany(e => e.Entity.FieldValues.SelectMany(f => Of(e.Entity.Id, f.Key, f.Value))).ToDictionary(v => (v.TicketId, v.FieldId, v.Part));
        var changed = touched.Where(e => e.State is EntityState.Modified).Select(e => e.Entity.Id).ToList();
        var before = changed.Count == 0 ? [] : await db.Set<IndexedValue>().Where(v => changed.Contains(v.TicketId)).ToListAsync(ct);
        foreach (var row in before)
            if (wanted.Remove((row.TicketId, row.FieldId, row.Part), out var now)) db.Entry(row).CurrentValues.SetValues(now);
            else db.Remove(row);
        db.AddRange(wanted.Values);
    }

    public static IQueryable<Ticket> Having(DeskDb db, IQueryable<Ticket> tickets, FieldFilter filter)
    {
        var values = db.Set<IndexedValue>().Where(v => v.FieldId == filter.FieldId);
        if (filter.Options is { } options) values = db.Set<IndexedValue>().Where(v => options.Contains(v.OptionId!.Value));
        if (filter.Contains?.ToLowerInvariant() is { } piece) values = values.Where(v => v.Text!.Contains(piece));
        if (filter.From is { } from) values = values.Where(v => v.Number >= from);
        if (filter.To is { } to) values = values.Where(v => v.Number <= to);
        var ids = values.Select(v => v.TicketId);
        return tickets.Where(t => ids.Contains(t.Id));
    }

    /// <summary>Ids with one space between them, as a choice keeps them.</summary>
    public static bool AreOptions(string value) => value.Split(' ').All(part => Guid.TryParseExact(part, "D", out _));

    private static IEnumerable<IndexedValue> Of(Guid ticketId, Guid fieldId, string value)
    {
        if (AreOptions(value)) return value.Split(' ').Select((option, i) => new IndexedValue { TicketId = ticketId, FieldId = fieldId, Part = i, OptionId = Guid.Parse(option), Text = option });
        return [new IndexedValue { TicketId = ticketId, FieldId = fieldId, Number = NumberOf(value), Text = value.ToLowerInvariant() }];
    }

    private static double? NumberOf(string value) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber
        : double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : null;
}
