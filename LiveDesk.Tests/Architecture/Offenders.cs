using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Architecture;

/// <summary>Breaks every rule once, so that the rules are seen to catch it. Never run.</summary>
internal static class Offenders
{
    public interface ILonely;

    public sealed class OnlyOne : ILonely;

    public sealed class Settable { public string Name { get; set; } = ""; }

    public sealed class Hasty : LiveComponent
    {
        public Task ReadNowAsync() => ReadAsync();
        protected override bool Cares(LiveSignal signal) => false;
        protected override Task ReadAsync() => Task.CompletedTask;
    }

    public static async Task SaveAsync(DeskDb db) => await db.SaveChangesAsync();

    public static Task UpdateAsync(DeskDb db) => db.Tickets.ExecuteDeleteAsync();

    public static DeskDb Open() => new SqliteDeskDb(new DbContextOptionsBuilder().Options, null!, Domain.People.Sight.Everything);

    public static Action Publish(ILiveFeed feed) => () => feed.Publish([]);

    public static IQueryable<Domain.Tickets.Ticket> LookPast(DeskDb db) => db.Tickets.IgnoreQueryFilters();

    public static MarkupString Markup(string text) => (MarkupString)text;

#pragma warning disable VSTHRD100, MA0155 // the offence itself
    public static async void Forget() => await Task.Yield();
#pragma warning restore VSTHRD100, MA0155
}
