using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LiveDesk.Infrastructure.Database;

// What EF's model cannot say. Written by hand and applied right after the tables; `migrations.sh` leaves it alone.
// An entry is written once. What became of sending it is noted on it, and it goes with its ticket when that is emptied out of the trash, or was
// merged into one that is; nothing else touches it, whoever writes to the database.

[DbContext(typeof(SqliteDeskDb)), Migration(Stamp)]
internal sealed class AppendOnlyOnSqlite : Migration
{
    internal const string Stamp = "20260101000002_AppendOnly";
    internal const string Refusal = "Entries are append-only.";

    /// <summary>All columns but those of the delivery.</summary>
    internal const string Written = """ "Id", "TicketId", "Kind", "SupplierId", "Authors", "Body", "Sources", "ActivityType", "SenderMadeId", "At" """;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql($"""CREATE TRIGGER "EntriesStayAsWritten" BEFORE UPDATE OF {Written} ON "Entries" BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;""");
        // The ticket's row is gone first when it takes its entries along.
        migrationBuilder.Sql($"""CREATE TRIGGER "EntriesStay" BEFORE DELETE ON "Entries" WHEN EXISTS (SELECT 1 FROM "Tickets" WHERE "Id" = old."TicketId") BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;""");
        migrationBuilder.Sql($"""CREATE TRIGGER "TicketsStay" BEFORE DELETE ON "Tickets" WHEN old."Aside_At" IS NULL AND old."Merged_At" IS NULL BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;""");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var name in new[] { "EntriesStayAsWritten", "EntriesStay", "TicketsStay" }) migrationBuilder.Sql($"""DROP TRIGGER "{name}";""");
    }
}

[DbContext(typeof(PostgresDeskDb)), Migration(AppendOnlyOnSqlite.Stamp)]
internal sealed class AppendOnlyOnPostgres : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql($"""
            CREATE FUNCTION "RefuseToForget"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{AppendOnlyOnSqlite.Refusal}'; END $$;
            CREATE FUNCTION "RefuseWhileTheTicketStands"() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM "Tickets" WHERE "Id" = old."TicketId") THEN RAISE EXCEPTION '{AppendOnlyOnSqlite.Refusal}'; END IF;
                RETURN old;
            END $$;
            CREATE TRIGGER "EntriesStayAsWritten" BEFORE UPDATE OF {AppendOnlyOnSqlite.Written} ON "Entries" FOR EACH ROW EXECUTE FUNCTION "RefuseToForget"();
            CREATE TRIGGER "EntriesStay" BEFORE DELETE ON "Entries" FOR EACH ROW EXECUTE FUNCTION "RefuseWhileTheTicketStands"();
            CREATE TRIGGER "EntriesStayTogether" BEFORE TRUNCATE ON "Entries" FOR EACH STATEMENT EXECUTE FUNCTION "RefuseToForget"();
            CREATE TRIGGER "TicketsStay" BEFORE DELETE ON "Tickets" FOR EACH ROW WHEN (old."Aside_At" IS NULL AND old."Merged_At" IS NULL) EXECUTE FUNCTION "RefuseToForget"();
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            DROP TRIGGER "TicketsStay" ON "Tickets";
            DROP TRIGGER "EntriesStayTogether" ON "Entries";
            DROP TRIGGER "EntriesStay" ON "Entries";
            DROP TRIGGER "EntriesStayAsWritten" ON "Entries";
            DROP FUNCTION "RefuseWhileTheTicketStands";
            DROP FUNCTION "RefuseToForget";
            """);
    }
}
