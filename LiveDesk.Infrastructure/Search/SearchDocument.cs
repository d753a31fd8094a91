using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

public enum SearchKind { Ticket, Entry, Passage, Contact, Organisation, Record }

/// <summary>
/// One piece of text that search finds, kept beside its source and written in the same save. It holds words as <see cref="Words"/> makes
/// them, not the text itself. The databases index this one table (<see cref="SearchIndexOnSqlite"/>).
/// </summary>
public sealed class SearchDocument
{
    public long Id { get; private set; }
    public SearchKind Kind { get; init; }
    /// <summary>The ticket, entry or passage itself.</summary>
    public Guid SourceId { get; init; }
    /// <summary>What a hit leads to: the ticket or the article.</summary>
    public Guid SubjectId { get; init; }
    public string Title { get; set; } = "";
    public string Body { get; set; } = "";
}

internal static class SearchModel
{
    public static void Build(ModelBuilder model) => model.Entity<SearchDocument>(e =>
    {
        e.HasIndex(x => x.SourceId).IsUnique();
        e.HasIndex(x => new { x.Kind, x.SubjectId });
    });
}
