using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LiveDesk.Infrastructure.Search;

// What EF's model cannot say. Written by hand and applied right after the tables; `migrations.sh` leaves it alone.
// Passages, tickets and what is known of customers are indexed apart: a hundred thousand messages neither slow nor sway the ranking of articles,
// and a customer's name is not looked for among all of their tickets.

[DbContext(typeof(SqliteDeskDb)), Migration(Stamp)]
internal sealed class SearchIndexOnSqlite : Migration
{
    internal const string Stamp = "20260101000001_SearchIndex";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Index(migrationBuilder, "PassageWords", """= 'Passage'""");
        Index(migrationBuilder, "TicketWords", """IN ('Ticket', 'Entry')""");
        Index(migrationBuilder, "KnownWords", """IN ('Contact', 'Organisation', 'Record')""");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var name in new[] { "PassageWords", "TicketWords", "KnownWords" })
        {
            foreach (var when in new[] { "Insert", "Update", "Delete" }) migrationBuilder.Sql($"""DROP TRIGGER "{name}{when}";""");
            migrationBuilder.Sql($"""DROP TABLE "{name}";""");
        }
    }

    /// <summary>The text stays in SearchDocuments alone; triggers keep the index true whoever writes there.</summary>
    private static void Index(MigrationBuilder migration, string name, string kind)
    {
        const string columns = """(rowid, "Title", "Body")""";
        string Add() => $"""INSERT INTO "{name}" {columns} VALUES (new."Id", new."Title", new."Body");""";
        string Remove() => $"""INSERT INTO "{name}" ("{name}", rowid, "Title", "Body") VALUES ('delete', old."Id", old."Title", old."Body");""";
        migration.Sql($"""CREATE VIRTUAL TABLE "{name}" USING fts5("Title", "Body", content='SearchDocuments', content_rowid='Id', tokenize='unicode61 remove_diacritics 2', prefix='2 3 4');""");
        migration.Sql($"""CREATE TRIGGER "{name}Insert" AFTER INSERT ON "SearchDocuments" WHEN new."Kind" {kind} BEGIN {Add()} END;""");
        migration.Sql($"""CREATE TRIGGER "{name}Update" AFTER UPDATE ON "SearchDocuments" WHEN new."Kind" {kind} BEGIN {Remove()} {Add()} END;""");
        migration.Sql($"""CREATE TRIGGER "{name}Delete" AFTER DELETE ON "SearchDocuments" WHEN old."Kind" {kind} BEGIN {Remove()} END;""");
    }
}

[DbContext(typeof(PostgresDeskDb)), Migration(SearchIndexOnSqlite.Stamp)]
internal sealed class SearchIndexOnPostgres : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // 'simple': the words come folded and stemmed.
        migrationBuilder.Sql("""
            ALTER TABLE "SearchDocuments" ADD COLUMN "Words" tsvector
            GENERATED ALWAYS AS (setweight(to_tsvector('simple', "Title"), 'A') || setweight(to_tsvector('simple', "Body"), 'D')) STORED;
            """);
        migrationBuilder.Sql("""CREATE INDEX "PassageWords" ON "SearchDocuments" USING gin ("Words") WHERE "Kind" = 'Passage';""");
        migrationBuilder.Sql("""CREATE INDEX "TicketWords" ON "SearchDocuments" USING gin ("Words") WHERE "Kind" IN ('Ticket', 'Entry');""");
        migrationBuilder.Sql("""CREATE INDEX "KnownWords" ON "SearchDocuments" USING gin ("Words") WHERE "Kind" IN ('Contact', 'Organisation', 'Record');""");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""ALTER TABLE "SearchDocuments" DROP COLUMN "Words";""");
}
