using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// Ends the program with SIGKILL at one exact step of one save. The program is the one that is shipped: what it does is read from what
/// EF Core tells every listener.
/// </summary>
/// <param name="wish">Which save and which step of it, as <c>Ticket:1:committing</c>: the first that adds a ticket, or what is tried again in its place.</param>
internal sealed class KilledFromInside(string wish) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public const string Setting = "KILLED_AT";

    private readonly (string Entity, int Nth, string Step) _wish = wish.Split(':') is [var entity, var nth, var step] ? (entity, int.Parse(nth, CultureInfo.InvariantCulture), step) : throw new ArgumentException(wish, nameof(wish));
    private DbContext? _saves;
    private int _seen;

    /// <summary>For <see cref="ServerProcess"/>: it ends at this step.</summary>
    public static (string, string)[] At(string wish) => [("DOTNET_STARTUP_HOOKS", typeof(KilledFromInside).Assembly.Location), (Setting, wish)];

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == CoreEventId.SaveChangesStarting.Name) Begins(((DbContextEventData)value.Value!).Context!);
        else if (value.Key == RelationalEventId.TransactionCommitting.Name) Reaches("committing", value.Value);
        else if (value.Key == RelationalEventId.TransactionCommitted.Name) Reaches("committed", value.Value);
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    private void Begins(DbContext saves)
    {
        if (!saves.ChangeTracker.Entries().Any(e => e.State is EntityState.Added && e.Metadata.ClrType.Name == _wish.Entity) || Interlocked.Increment(ref _seen) < _wish.Nth) return;
        _saves = saves;
        if (_wish.Step == "saving") Die();
    }

    private void Reaches(string step, object? what)
    {
        if (step == _wish.Step && _saves is { } saves && ReferenceEquals((what as DbContextEventData)?.Context, saves)) Die();
    }

    private static void Die() => Process.GetCurrentProcess().Kill();
}
