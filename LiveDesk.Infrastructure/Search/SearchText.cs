using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Fields;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace LiveDesk.Infrastructure.Search;

/// <summary>Keeps the search documents in step, in the same save as what they are about.</summary>
internal static class SearchText
{
    /// <summary>Adds, changes and removes documents for what the operation added, changed and removed.</summary>
    public static async Task FollowAsync(DeskDb db, CancellationToken ct)
    {
        var touched = db.ChangeTracker.Entries().Where(IsAbout).ToList();
        foreach (var added in touched.Where(e => e.State is EntityState.Added)) db.SearchDocuments.Add(DocumentOf(added.Entity));
        var changed = touched.Where(e => e.State is not EntityState.Added).ToDictionary(e => (Guid)e.Property("Id").CurrentValue!);
        if (changed.Count == 0) return;
        var ids = changed.Keys.ToList();
        foreach (var document in await db.SearchDocuments.Where(d => ids.Contains(d.SourceId)).ToListAsync(ct)) Follow(db, document, changed[document.SourceId]);
        db.ChangeTracker.DetectChanges();
    }

    private static bool IsAbout(EntityEntry entry) => (entry.Entity, entry.State) switch
    {
        (Entry { Kind: EntryKind.System }, _) => false,
        (Ticket or Entry or Passage, EntityState.Added or EntityState.Deleted) => true,
        (Ticket, EntityState.Modified) => entry.Property(nameof(Ticket.Subject)).IsModified || entry.Property(nameof(Ticket.Description)).IsModified || entry.Property(nameof(Ticket.FieldValues)).IsModified
            || entry.ComplexProperty(nameof(Ticket.Requester)).Properties.Any(p => p.IsModified),
        (Contact or Organisation or RelatedRecord, EntityState.Added or EntityState.Modified or EntityState.Deleted) => true,
        (Entry, EntityState.Modified) => entry.Property(nameof(Entry.Body)).IsModified,
        _ => false,
    };

    private static void Follow(DeskDb db, SearchDocument document, EntityEntry source)
    {
        if (source.State is EntityState.Deleted)
        {
            db.SearchDocuments.Remove(document);
            return;
        }
        var now = DocumentOf(source.Entity);
        (document.Title, document.Body) = (now.Title, now.Body);
    }

    private static SearchDocument DocumentOf(object source) => source switch
    {
        Ticket t => Document(SearchKind.Ticket, t.Id, t.Id, t.Subject, $"{t.Requester.Name} {t.Requester.Email} {t.Requester.Phone} {t.Description} {Filled(t)}"),
        Entry e => Document(SearchKind.Entry, e.Id, e.TicketId, "", e.Body),
        Passage p => Document(SearchKind.Passage, p.Id, p.ArticleId, $"{p.Title} {p.Heading}", p.Text),
        // Numbers are found whatever spaces people write into them, and from whichever part on.
        Contact c => Document(SearchKind.Contact, c.Id, c.Id, c.Name, $"{c.Email} {c.Phone} {Words.Dialled(c.Phone)} {c.AccountNumber} {c.Address}"),
        Organisation o => Document(SearchKind.Organisation, o.Id, o.Id, o.Name, $"{o.AccountNumber} {o.Address}"),
        RelatedRecord r => Document(SearchKind.Record, r.Id, r.Id, r.Name, $"{r.Number} {r.Address}"),
        _ => throw new InvalidOperationException($"Nothing is searched in a {source.GetType().Name}."),
    };

    /// <summary>What people typed into the ticket's fields. Options have names that may change: they are looked up (<see cref="KnownNames"/>).</summary>
    private static string Filled(Ticket ticket) => string.Join(' ', ticket.FieldValues.Values.Where(v => !FieldIndex.AreOptions(v)));

    private static SearchDocument Document(SearchKind kind, Guid source, Guid subject, string title, string body) =>
        new() { Kind = kind, SourceId = source, SubjectId = subject, Title = Words.ForIndex(title), Body = Words.ForIndex(body) };
}
