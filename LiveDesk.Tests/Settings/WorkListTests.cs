using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Settings;

public sealed class WorkListTests
{
    private sealed class Printer : IWorkHandler
    {
        public bool HasPaper { get; set; }
        public int Printed { get; private set; }
        public string Kind => "print";

        public Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
        {
            if (!HasPaper) throw new InvalidOperationException("<b>No paper</b>");
            Printed++;
            return Task.FromResult<DateTimeOffset?>(null);
        }
    }

    [Theory, BothDatabases]
    public async Task What_failed_too_often_waits_for_Sam_and_is_done_when_he_tries_it_again(DatabaseKind kind)
    {
        var printer = new Printer();
        await using var desk = await TestDesk.OpenAsync(kind, change: s => s.AddSingleton<IWorkHandler>(printer));
        await using (var db = desk.OpenDatabase())
        {
            db.Work.Add(new WorkItem("print", "{}", desk.Clock.GetUtcNow()));
            await db.CommitAsync();
        }
        var work = desk.Get<WorkList>();
        Assert.Equal(1, (await work.OverviewAsync(desk.Sam)).Pending);
        for (var i = 0; i < WorkItem.MostAttempts; i++)
        {
            await desk.DoDueWorkAsync();
            desk.Clock.Advance(TimeSpan.FromHours(1));
        }
        var overview = await work.OverviewAsync(desk.Sam);
        Assert.Equal((0, 1), (overview.Pending, overview.Dead));
        Assert.Equal("<b>No paper</b>", overview.DeadLetters[0].LastProblem);

        printer.HasPaper = true;
        await work.TryAgainAsync(desk.Sam, overview.DeadLetters[0].Id);
        await desk.DoDueWorkAsync();
        overview = await work.OverviewAsync(desk.Sam);
        Assert.Equal((0, 0, 1), (overview.Pending, overview.Dead, printer.Printed));
        await Assert.ThrowsAsync<NotFoundException>(() => work.TryAgainAsync(desk.Sam, 1_000_000));
    }

    [Theory, BothDatabases]
    public async Task An_agent_neither_sees_nor_touches_the_work(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<WorkList>().OverviewAsync(desk.Ana));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<WorkList>().TryAgainAsync(desk.Ana, null));
    }
}
