using System.Data.Common;
using System.Diagnostics;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LiveDesk.Bench;

/// <summary>Listens to every query of this process and remembers of each text its slowest run, so that its plan can be asked for afterwards.</summary>
internal sealed class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private sealed record Run(string Text, IReadOnlyList<(string Name, object? Value)> Parameters, double Milliseconds);

    private readonly Dictionary<string, Run> _slowest = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];

    public QueryPlans() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name) _subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not CommandExecutedEventData { Command: var command } run || !command.CommandText.Contains("SELECT", StringComparison.Ordinal)) return;
        lock (_lock)
        {
            if (_slowest.TryGetValue(command.CommandText, out var known) && known.Milliseconds >= run.Duration.TotalMilliseconds) return;
            _slowest[command.CommandText] = new Run(command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value))], run.Duration.TotalMilliseconds);
        }
    }

    public void OnCompleted() { /* a listener that ends needs nothing */ }

    public void OnError(Exception error) { /* a listener that fails tells nothing more */ }

    /// <summary>Forgets what ran until now, such as the writing of the data.</summary>
    public void Begin()
    {
        lock (_lock) _slowest.Clear();
    }

    public async Task ShowAsync(BenchDesk desk, int most)
    {
        List<Run> slowest;
        lock (_lock) slowest = [.. _slowest.Values.OrderByDescending(r => r.Milliseconds).Take(most)];
        await using var db = desk.Get<DeskDatabase>().OpenForSystem();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        foreach (var run in slowest)
        {
            Machine.Say($"\n{run.Milliseconds:F1} ms: {string.Join(' ', run.Text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))}");
            await using var explain = connection.CreateCommand();
            explain.CommandText = (db.Database.IsSqlite() ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + run.Text;
            foreach (var (name, value) in run.Parameters)
            {
                var parameter = explain.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                explain.Parameters.Add(parameter);
            }
            await using var plan = await explain.ExecuteReaderAsync();
            while (await plan.ReadAsync()) Console.WriteLine("    " + plan.GetString(plan.FieldCount - 1));
        }
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
