using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <summary>
/// The full-text index of both databases: FTS5 on SQLite, tsvector on PostgreSQL. The databases find; what ranks first among the found is
/// worked out in one place for both (<see cref="Ranking"/>).
/// </summary>
internal static class SearchIndex
{
    /// <summary>How many passages the database hands over to be ranked.</summary>
    private const int MostCandidates = 120;

    /// <summary>Texts of tickets in which all of these words stand; composable. SQLite's index gives them by <see cref="SearchDocument.Id"/> in either direction without sorting.</summary>
    /// <param name="from">Of these <see cref="SearchDocument.Id"/>s on; 0 for all. SQLite needs none: it stops when it has enough.</param>
    public static IQueryable<SearchDocument> TicketTexts(DeskDb db, IReadOnlyList<SearchTerm> terms, long from)
    {
        var query = db.IsSqlite ? string.Join(" AND ", terms.Select(SqliteWord)) : string.Join(" & ", terms.Select(PostgresWord));
        return db.IsSqlite
            ? db.SearchDocuments.FromSql($"""
                SELECT w.rowid AS "Id", d."Kind", d."SourceId", d."SubjectId", d."Title", d."Body"
                FROM "TicketWords" w CROSS JOIN "SearchDocuments" d ON d."Id" = w.rowid WHERE w."TicketWords" MATCH {query}
                """)
            : db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Id" >= {from} AND "Kind" IN ('Ticket', 'Entry') AND "Words" @@ to_tsquery('simple', {query})""");
    }

    /// <summary>Those of a few tickets' texts in which the word stands, however many others have it.</summary>
    public static IQueryable<SearchDocument> TextsOf(DeskDb db, List<Guid> ticketIds, SearchTerm term)
    {
        var query = db.IsSqlite ? SqliteWord(term) : PostgresWord(term);
        // The plus keeps SQLite from looking up every ticket with every text of the word.
        var documents = db.IsSqlite
            ? db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE +"Id" IN (SELECT rowid FROM "TicketWords" WHERE "TicketWords" MATCH {query})""")
            : db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Kind" IN ('Ticket', 'Entry') AND "Words" @@ to_tsquery('simple', {query})""");
        return documents.Where(d => (d.Kind == SearchKind.Ticket || d.Kind == SearchKind.Entry) && EF.Parameter(ticketIds).Contains(d.SubjectId));
    }

    /// <summary>Contacts and organisations in whose name, address or number the word stands.</summary>
    public static IQueryable<SearchDocument> CustomerDocuments(DeskDb db, SearchTerm term) => Known(db, term).Where(d => d.Kind == SearchKind.Contact || d.Kind == SearchKind.Organisation);

    /// <summary>The same for records; the customers are among them, for one looks for a machine by whose it is.</summary>
    public static IQueryable<SearchDocument> RecordDocuments(DeskDb db, SearchTerm term) => Known(db, term);

    /// <summary>Customers and records have an index of their own: in the tickets' every ticket of a customer has the name, too.</summary>
    private static IQueryable<SearchDocument> Known(DeskDb db, SearchTerm term) => db.IsSqlite
        ? db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Id" IN (SELECT rowid FROM "KnownWords" WHERE "KnownWords" MATCH {SqliteWord(term)})""")
        : db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Kind" IN ('Contact', 'Organisation', 'Record') AND "Words" @@ to_tsquery('simple', {PostgresWord(term)})""");

    /// <summary>Passages in which any of the words stands, most promising first: the desk's own and those of the whole installation.</summary>
    /// <param name="deskId">Null: whatever desk it belongs to.</param>
    public static async Task<List<Passage>> PassagesAsync(DeskDb db, IReadOnlyList<string> words, string? growing, Guid? deskId, bool publicOnly, CancellationToken ct)
    {
        if (words.Count == 0 && growing is null) return [];
        var ids = await (db.IsSqlite ? SqlitePassages(db, words, growing, deskId, publicOnly) : PostgresPassages(db, words, growing, deskId, publicOnly)).ToListAsync(ct);
        var found = await db.Passages.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    private static IQueryable<Guid> SqlitePassages(DeskDb db, IReadOnlyList<string> words, string? growing, Guid? deskId, bool publicOnly)
    {
        var query = AnyOf(words, growing, SqliteWord, " OR ");
        return db.Database.SqlQuery<Guid>($"""
            SELECT d."SourceId" AS "Value" FROM "PassageWords" JOIN "SearchDocuments" d ON d."Id" = "PassageWords".rowid JOIN "Passages" p ON p."Id" = d."SourceId"
            WHERE "PassageWords" MATCH {query} AND (p."DeskId" IS NULL OR {deskId == null} OR p."DeskId" = {deskId}) AND (p."Visibility" = 'Public' OR {!publicOnly})
            ORDER BY bm25("PassageWords", 4.0, 1.0), d."Id" LIMIT {MostCandidates}
            """);
    }

    private static IQueryable<Guid> PostgresPassages(DeskDb db, IReadOnlyList<string> words, string? growing, Guid? deskId, bool publicOnly)
    {
        var query = AnyOf(words, growing, PostgresWord, " | ");
        return db.Database.SqlQuery<Guid>($"""
            SELECT d."SourceId" AS "Value" FROM "SearchDocuments" d JOIN "Passages" p ON p."Id" = d."SourceId"
            WHERE d."Kind" = 'Passage' AND d."Words" @@ to_tsquery('simple', {query}) AND (p."DeskId" IS NULL OR {deskId == null} OR p."DeskId" = {deskId}::uuid) AND (p."Visibility" = 'Public' OR {!publicOnly})
            ORDER BY ts_rank(ARRAY[0.25, 0.25, 0.5, 1]::real[], d."Words", to_tsquery('simple', {query}), 1) DESC, d."Id" LIMIT {MostCandidates}
            """);
    }

    private static string AnyOf(IReadOnlyList<string> words, string? growing, Func<SearchTerm, string> write, string or) =>
        string.Join(or, words.Select(w => write(new SearchTerm(w, MayGrow: false))).Concat(growing is null ? [] : [write(new SearchTerm(growing, MayGrow: true))]));

    // Words are letters and digits only, so that quoting is all that either query language needs.
    private static string SqliteWord(SearchTerm term) => $"({(term.Grows ? $"\"{term.Word}\" *" : $"\"{term.Word}\"")} OR \"{term.Stem}\")";

    private static string PostgresWord(SearchTerm term) => $"({(term.Grows ? $"'{term.Word}':*" : $"'{term.Word}'")} | '{term.Stem}')";
}

/// <summary>The index holds each word and its stem; a word is found by either, so that "gateway" finds gateways though its own stem is shorter.</summary>
/// <param name="Word">As <see cref="Words.In"/> makes them: letters and digits only.</param>
/// <param name="MayGrow">The last word in a search box, perhaps half typed: it stands for every word that begins so.</param>
internal sealed record SearchTerm(string Word, bool MayGrow)
{
    public string Stem => Words.Stem(Word);
    public bool Grows => MayGrow && Words.MayGrow(Word);

    /// <summary>Whether a word of a text is this one, as the index finds it.</summary>
    public bool IsIn(string word) =>
        word == Word || word == Stem || Words.Stem(word) == Word || Words.Stem(word) == Stem || (Grows && word.StartsWith(Word, StringComparison.Ordinal));
}
