using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Files;

/// <summary>Takes files in. A file that nothing hangs on is removed after a week.</summary>
public sealed class FileCommands(DeskDatabase desk, DeskCatalogue catalogue, FileStore store, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "remove-unused-file";
    public static readonly TimeSpan UnusedLives = TimeSpan.FromDays(7);
    /// <summary>What one person may have uploaded and not used.</summary>
    public const int MostUnused = 50;

    public string Kind => WorkKind;

    /// <param name="announced">Bytes, as the sender said before sending; null when they did not.</param>
    /// <param name="senderMadeId">The same one again is the same file, as long as that is here.</param>
    /// <exception cref="FileNotKept">There is no room for it, in the folder or in the database.</exception>
    public async Task<Attachment> UploadAsync(Actor me, Guid deskId, string? name, Stream bytes, long? announced, string? senderMadeId = null, CancellationToken ct = default)
    {
        var rules = await catalogue.DeskAsync(deskId, ct);
        if (me.Kind is ActorKind.Agent) DemandWriter(me, rules);
        await using var db = desk.OpenForSystem();
        var receipt = await Receipts.OfAsync(db, me, senderMadeId, ct);
        if (receipt is not null && await db.Attachments.SingleOrDefaultAsync(a => a.Id == receipt.SubjectId, ct) is { } before) return before;
        if (await db.Attachments.CountAsync(a => a.UploadedBy == me.Id && a.EntryId == null && a.ChatMessageId == null && a.ArticleId == null, ct) >= MostUnused)
            throw new RuleViolation("Too many files wait to be sent. Send or remove some first.", "file");
        var now = clock.GetUtcNow();
        var (id, fileName) = (Ids.New(now), Attachment.SafeName(name));
        var received = await store.ReceiveAsync(id, fileName, bytes, announced, ct);
        var attachment = new Attachment(id, deskId, fileName, received.Type, received.Size, Uploader.Of(me), now);
        db.Attachments.Add(attachment);
        db.Work.Add(new WorkItem(WorkKind, id.ToString(), now + UnusedLives, $"unused:{id:N}"));
        if (receipt is not null) receipt.SubjectId = id;
        else Receipts.Add(db, me, senderMadeId, id, now);
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (senderMadeId is not null && e.IsDuplicate())
        {
            // Twice at the same moment: the other one is here.
            store.Remove(id);
            return await HereAsync(me, senderMadeId, ct) ?? throw new RuleViolation("The file was sent twice at the same moment. Please send it again.", "file");
        }
        catch (DbUpdateException e)
        {
            store.Remove(id);
            throw new FileNotKept(e);
        }
        return attachment;
    }

    private async Task<Attachment?> HereAsync(Actor me, string senderMadeId, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        return await Receipts.OfAsync(db, me, senderMadeId, ct) is { } receipt ? await db.Attachments.SingleOrDefaultAsync(a => a.Id == receipt.SubjectId, ct) : null;
    }

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var id = Guid.Parse(payload, CultureInfo.InvariantCulture);
        await using var db = desk.OpenForSystem();
        if (await db.Attachments.SingleOrDefaultAsync(a => a.Id == id, ct) is not { IsAttached: false } file) return null;
        db.Attachments.Remove(file);
        await db.CommitAsync(ct);
        store.Remove(id);
        return null;
    }

    private static void DemandWriter(Actor me, Domain.Desks.Desk rules)
    {
        if (!me.Sight.Covers(rules.Id, [.. rules.Departments.Select(d => d.Id)])) throw new NotFoundException("desk");
        if (!me.Role.Includes(Right.WorkTickets)) me.Demand(Right.WriteArticles);
    }
}
