using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Database;

/// <summary>What a start leaves out because it is known to hold.</summary>
public sealed class DatabaseStartTests
{
    [Theory, BothDatabases]
    public async Task The_migrations_say_all_that_the_model_says(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using var db = desk.OpenDatabase();
        Assert.False(db.Database.HasPendingModelChanges(), "The model was changed: run ./migrations.sh.");
    }

    [Theory, BothDatabases]
    public async Task The_model_that_is_built_ahead_is_the_desks_own(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using var ahead = DeskDatabase.OnlyModel(desk.Database.Connection);
        await using var db = desk.OpenDatabase();
        Assert.Same(ahead.Model, db.Model);
    }

    [Theory, BothDatabases]
    public async Task A_database_that_lacks_the_last_migration_gets_it_and_one_that_has_all_is_left_alone(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using var db = desk.OpenDatabase();
        var known = db.Database.GetMigrations().ToList();
        Assert.True(known.Count > 1);
        await db.Database.MigrateAsync(known[^2]);
        Assert.Equal([known[^1]], await db.Database.GetPendingMigrationsAsync());

        await desk.Get<DatabaseStart>().PrepareAsync(CancellationToken.None);
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        await desk.Get<DatabaseStart>().PrepareAsync(CancellationToken.None);
        Assert.Equal(known, await db.Database.GetAppliedMigrationsAsync());
    }
}
