using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Records;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Records;

public sealed class RecordCommands(DeskDatabase desk, TimeProvider clock)
{
    public async Task<Guid> AddAsync(Actor me, string typeKey, RecordDetails what, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var type = await db.RecordTypes.SingleOrDefaultAsync(t => t.Key == typeKey, ct) ?? throw new RuleViolation("What is it? Choose a type.", "type");
        var record = RelatedRecord.Add(me, type, what, clock.GetUtcNow());
        await DemandThereAsync(db, what, ct);
        db.Records.Add(record);
        await db.CommitAsync(ct);
        return record.Id;
    }

    /// <param name="seen">The version that the person had before them.</param>
    public Task ChangeAsync(Actor me, Guid recordId, RecordDetails what, int seen, CancellationToken ct = default) => DoAsync(me, recordId, async (db, record) =>
    {
        record.Change(me, await db.RecordTypes.SingleAsync(t => t.Id == record.TypeId, ct), what, seen, clock.GetUtcNow());
        await DemandThereAsync(db, what, ct);
    }, ct);

    public Task ArchiveAsync(Actor me, Guid recordId, CancellationToken ct = default) =>
        DoAsync(me, recordId, (_, record) => { record.Archive(me, clock.GetUtcNow()); return Task.CompletedTask; }, ct);

    public Task BringBackAsync(Actor me, Guid recordId, CancellationToken ct = default) =>
        DoAsync(me, recordId, (_, record) => { record.BringBack(me, clock.GetUtcNow()); return Task.CompletedTask; }, ct);

    /// <returns>The new type's key.</returns>
    public async Task<string> AddTypeAsync(Actor me, string? name, bool hasTerm, bool isPlace, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var taken = await db.RecordTypes.Select(t => new { t.Key, t.Name, t.Order }).ToListAsync(ct);
        var clean = Text.Line(name, "name", Limits.Name);
        if (taken.Exists(t => string.Equals(t.Name, clean, StringComparison.OrdinalIgnoreCase))) throw new RuleViolation($"There is a type “{clean}” already.", "name");
        var key = KeyOf(clean, taken.ConvertAll(t => t.Key));
        db.RecordTypes.Add(new RecordType(me, key, clean, taken.Max(t => t.Order) + 1, hasTerm, isPlace, clock.GetUtcNow()));
        await db.CommitAsync(ct);
        return key;
    }

    public async Task RenameTypeAsync(Actor me, Guid typeId, string? name, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var type = await db.RecordTypes.SingleOrDefaultAsync(t => t.Id == typeId, ct) ?? throw new NotFoundException("type");
        type.Rename(me, name ?? "", clock.GetUtcNow());
        await db.CommitAsync(ct);
    }

    private async Task DoAsync(Actor me, Guid recordId, Func<DeskDb, RelatedRecord, Task> act, CancellationToken ct)
    {
        DemandStaff(me);
        // Somebody at the same moment: look again, and say so where it matters.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await act(db, await db.Records.SingleOrDefaultAsync(r => r.Id == recordId, ct) ?? throw new NotFoundException("record"));
            await db.CommitAsync(ct);
        });
    }

    private static async Task DemandThereAsync(DeskDb db, RecordDetails what, CancellationToken ct)
    {
        if (what.OrganisationId is { } organisation && !await db.Organisations.AnyAsync(o => o.Id == organisation, ct)) throw new RuleViolation("This organisation is no longer there. Choose another.", "organisation");
        if (what.ContactId is { } contact && !await db.Contacts.AnyAsync(c => c.Id == contact, ct)) throw new RuleViolation("This person is no longer there. Choose another.", "contact");
        if (what.SiteId is { } site && !await db.Records.AnyAsync(r => r.Id == site && db.RecordTypes.Any(t => t.Id == r.TypeId && t.IsPlace), ct)) throw new RuleViolation("This is no place that anything stands at. Choose another.", "site");
    }

    private static string KeyOf(string name, List<string> taken)
    {
        var plain = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
        var key = plain.Length == 0 ? "type" : plain[..Math.Min(30, plain.Length)];
        return Enumerable.Range(1, taken.Count + 1).Select(n => n == 1 ? key : $"{key}-{n}").First(k => !taken.Contains(k));
    }

    private static void DemandStaff(Actor me)
    {
        me.Demand(Right.WorkTickets);
        if (!me.Sight.IsStaff) throw new NotFoundException("record");
    }
}
