using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.People;

/// <summary>There is always somebody who can let others in.</summary>
public sealed class LastAdministratorTests
{
    [Theory, BothDatabases]
    public async Task Sam_and_Zoe_who_take_the_role_from_each_other_at_the_same_moment_leave_one_of_them(DatabaseKind kind)
    {
        for (var round = 0; round < 4; round++)
        {
            // Two nodes, so that both have read before either saves; within one, SQLite's writers stand in a queue.
            var meeting = new BothHaveRead();
            await using var desk = await TestDesk.OpenAsync(kind, change: s => s.AddSingleton<IInterceptor>(meeting));
            var zoe = await desk.AddPersonAsync("Zoe", Role.Admin);
            await using var second = await desk.OpenSecondNodeAsync(s => s.AddSingleton<IInterceptor>(meeting));
            Func<Task> samActs = round % 2 == 0 ? () => desk.Get<PersonCommands>().TakeRoleAsync(desk.Sam, zoe.Id!.Value, Role.Agent) : () => desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, zoe.Id!.Value);
            Func<Task> zoeActs = round < 2 ? () => second.Get<PersonCommands>().TakeRoleAsync(zoe, desk.Sam.Id!.Value, Role.Agent) : () => second.Get<PersonCommands>().DeactivateAsync(zoe, desk.Sam.Id!.Value);
            meeting.Begin();
            var refusals = (await Task.WhenAll(RefusalOf(samActs), RefusalOf(zoeActs))).OfType<RuleViolation>().ToList();

            Assert.True(meeting.Met, "They were not at it at the same moment.");
            Assert.Equal("This is the last administrator. Make somebody else administrator first.", Assert.Single(refusals).Message);
            await using var db = desk.OpenDatabase();
            Assert.Equal(1, await db.People.CountAsync(p => p.Role == Role.Admin && p.Deactivated == null));
        }
    }

    [Theory, BothDatabases]
    public async Task One_of_two_administrators_may_leave_and_the_other_may_not(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var zoe = await desk.AddPersonAsync("Zoe", Role.Admin);
        await desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, zoe.Id!.Value);
        // Zoe's screen has not heard of it yet.
        var refusal = await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<PersonCommands>().DeactivateAsync(zoe, desk.Sam.Id!.Value));
        Assert.Contains("last administrator", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(await desk.Catalogue.ActorAsync(desk.Sam.Id!.Value));
    }

    private static async Task<Exception?> RefusalOf(Func<Task> act) => await Record.ExceptionAsync(act);

    /// <summary>Holds the first save until the second is about to begin.</summary>
    private sealed class BothHaveRead : SaveChangesInterceptor
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _there = int.MinValue;

        public bool Met => _both.Task.IsCompletedSuccessfully;

        public void Begin() => Volatile.Write(ref _there, 0);

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _there) == 2) _both.SetResult();
            if (Volatile.Read(ref _there) is 1 or 2) await _both.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
            return result;
        }
    }
}
