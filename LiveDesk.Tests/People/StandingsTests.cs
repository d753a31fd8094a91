using System.Data.Common;
using LiveDesk.Infrastructure.People;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.People;

/// <summary>Whether somebody still belongs here is asked all the time, and must cost next to nothing.</summary>
public sealed class StandingsTests
{
    [Theory, BothDatabases]
    public async Task About_all_who_have_a_screen_open_one_question_is_asked_in_two_seconds(DatabaseKind kind)
    {
        var reads = new Reads();
        await using var desk = await TestDesk.OpenAsync(kind, change: services => services.AddSingleton<IInterceptor>(reads));
        await using (var db = desk.OpenDatabase())
        {
            foreach (var person in desk.Everybody) db.Set<Account>().Add(new Account { Id = person.Id!.Value, UserName = person.Name, NormalizedUserName = person.Name.ToUpperInvariant(), SecurityStamp = person.Name });
            await db.CommitAsync();
        }
        var standings = desk.Get<Standings>();
        foreach (var person in desk.Everybody) Assert.Equal(person.Name, (await standings.OfAsync(person.Id!.Value))?.Stamp);
        for (var second = 1; second <= 4; second++)
        {
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
            reads.Count = 0;
            foreach (var person in desk.Everybody) Assert.Equal(person.Name, (await standings.OfAsync(person.Id!.Value))?.Stamp);
            // Who they are, and what they signed out of.
            Assert.Equal(second % 2 == 0 ? 2 : 0, reads.Count);
        }
    }

    private sealed class Reads : DbCommandInterceptor
    {
        public int Count { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Count++;
            return ValueTask.FromResult(result);
        }
    }
}
