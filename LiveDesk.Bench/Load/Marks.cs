using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>
/// Changes that can be told apart on a screen, and which screens showed them when. Each counts once for each screen; what a screen never
/// showed is said, not left out.
/// </summary>
internal sealed class Marks(string what)
{
    private const string Begin = "mark-";
    private static int _last;
    private readonly ConcurrentDictionary<string, Mark> _all = new(StringComparer.Ordinal);
    private readonly Times _times = new();

    public bool AreAllSeen => _all.Values.All(m => m.Unseen.IsEmpty);

    /// <param name="screens">Those that must show it.</param>
    public string New(IEnumerable<int> screens) => New($"{Begin}{Interlocked.Increment(ref _last)}.", screens);

    /// <param name="mark">What the change looks like, when it is no text.</param>
    public string New(string mark, IEnumerable<int> screens)
    {
        _all[mark] = new Mark(Stopwatch.GetTimestamp(), new ConcurrentDictionary<int, bool>(screens.Select(s => KeyValuePair.Create(s, true))));
        return mark;
    }

    public void Seen(string mark, int screen, long at)
    {
        if (_all.TryGetValue(mark, out var known) && at >= known.At && known.Unseen.TryRemove(screen, out _)) _times.Add(Stopwatch.GetElapsedTime(known.At, at));
    }

    /// <summary>All marks that stand in the texts.</summary>
    public void SeenIn(IEnumerable<string> texts, int screen, long at)
    {
        foreach (var text in texts)
            for (var start = text.IndexOf(Begin, StringComparison.Ordinal); start >= 0; start = text.IndexOf(Begin, start + 1, StringComparison.Ordinal))
                if (text.IndexOf('.', start) is > 0 and var end) Seen(text[start..(end + 1)], screen, at);
    }

    /// <summary>Until every screen showed everything, or the time is up.</summary>
    public async Task SettleAsync(TimeSpan atMost)
    {
        for (var patience = Stopwatch.StartNew(); !AreAllSeen && patience.Elapsed < atMost;) await Task.Delay(50);
    }

    /// <summary>Changes that no screen showed of those that had to.</summary>
    public int ShownNowhere => _all.Values.Count(m => m.WasNeverSeen);

    public string Show()
    {
        var (never, missing) = (ShownNowhere, _all.Values.Where(m => !m.WasNeverSeen).Sum(m => m.Unseen.Count));
        return _times.Show(what) + string.Create(CultureInfo.InvariantCulture, $"; {_all.Count} changes, {missing} times not shown on a screen{(never > 0 ? $", {never} changes shown nowhere" : "")}");
    }

    private sealed class Mark(long at, ConcurrentDictionary<int, bool> unseen)
    {
        private readonly int _screens = unseen.Count;

        public long At => at;
        public ConcurrentDictionary<int, bool> Unseen => unseen;
        public bool WasNeverSeen => _screens > 0 && unseen.Count == _screens;
    }
}
