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

    /// <summary>Documents of tickets in which one word stands; composable. With <paramref name="asPrefix"/> the word may still be growing.</summary>
    public static IQueryable<SearchDocument> TicketDocuments(DeskDb db, string word, bool asPrefix)
    {
        var query = db.IsSqlite ? SqliteWord(word, asPrefix) : PostgresWord(word, asPrefix);
        return db.IsSqlite
            ? db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Id" IN (SELECT rowid FROM "TicketWords" WHERE "TicketWords" MATCH {query})""")
            : db.SearchDocuments.FromSql($"""SELECT * FROM "SearchDocuments" WHERE "Kind" <> 'Passage' AND "Words" @@ to_tsquery('simple', {query})""");
    }

    /// <summary>Contacts and organisations in whose name, address or number one word stands; they share the tickets' index.</summary>
    public static IQueryable<SearchDocument> CustomerDocuments(DeskDb db, string word, bool asPrefix) =>
        TicketDocuments(db, word, asPrefix).Where(d => d.Kind == SearchKind.Contact || d.Kind == SearchKind.Organisation);

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

    private static string AnyOf(IReadOnlyList<string> words, string? growing, Func<string, bool, string> write, string or) =>
        string.Join(or, words.Select(w => write(w, false)).Concat(growing is null ? [] : [write(growing, true)]));

    // Words are letters and digits only, so that quoting is all that either query language needs.
    private static string SqliteWord(string word, bool asPrefix) => asPrefix ? $"(\"{word}\" * OR \"{Words.Stem(word)}\")" : $"\"{Words.Stem(word)}\"";

    private static string PostgresWord(string word, bool asPrefix) => asPrefix ? $"('{word}':* | '{Words.Stem(word)}')" : $"'{Words.Stem(word)}'";
}
