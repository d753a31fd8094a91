using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LiveDesk.Infrastructure.Tickets;

// EF's model cannot index a part of a record. Written by hand and applied right after the tables; `migrations.sh` leaves it alone.
internal abstract class EscalatedIndex : Migration
{
    internal const string Stamp = "20260101000003_EscalatedIndex";

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("""CREATE INDEX "IX_Tickets_Escalated" ON "Tickets" ("DeskId", "Listing", "LastActivityAt") WHERE "Escalation_At" IS NOT NULL;""");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""DROP INDEX "IX_Tickets_Escalated";""");
}

[DbContext(typeof(SqliteDeskDb)), Migration(Stamp)]
internal sealed class EscalatedIndexOnSqlite : EscalatedIndex;

[DbContext(typeof(PostgresDeskDb)), Migration(Stamp)]
internal sealed class EscalatedIndexOnPostgres : EscalatedIndex;
