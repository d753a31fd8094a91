using LiveDesk.Domain.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace LiveDesk.Infrastructure.Database;

/// <summary>For the EF tool, which builds the model and never opens a database.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDeskDb>
{
    public SqliteDeskDb CreateDbContext(string[] args)
    {
        SqliteLibrary.Choose();
        return new SqliteDeskDb(DeskDatabase.ContextOptions("Data Source=design.db"), null!, Sight.Everything);
    }
}

internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDeskDb>
{
    public PostgresDeskDb CreateDbContext(string[] args) => new(DeskDatabase.ContextOptions("Host=design"), null!, Sight.Everything);
}
