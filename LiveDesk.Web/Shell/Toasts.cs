namespace LiveDesk.Web.Shell;

/// <summary>Short words at the edge of the screen, for one circuit.</summary>
public sealed class Toasts(Problems problems)
{
    private const int MostTold = 3;
    private readonly List<Toast> _shown = [];

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => _shown;

    public void Say(string text) => Add(new Toast(Guid.NewGuid(), text, IsProblem: false));

    public void Problem(string text) => Add(new Toast(Guid.NewGuid(), text, IsProblem: true));

    /// <summary>What was told from elsewhere, each with the address that it leads to. More than a few at once become one.</summary>
    /// <param name="many">What stands for so many.</param>
    public void Tell(IReadOnlyList<(string Text, string Address)> lines, Func<int, (string Text, string Address)> many)
    {
        if (lines.Count == 0) return;
        var count = _shown.Sum(t => t.Tells) + lines.Count;
        if (count > MostTold)
        {
            _shown.RemoveAll(t => t.Tells > 0);
            var all = many(count);
            Add(new Toast(Guid.NewGuid(), all.Text, IsProblem: false, all.Address, count));
        }
        else foreach (var (text, address) in lines) Add(new Toast(Guid.NewGuid(), text, IsProblem: false, address, 1));
    }

    public void Dismiss(Guid id)
    {
        if (_shown.RemoveAll(t => t.Id == id) > 0) Changed?.Invoke();
    }

    /// <summary>Does what somebody clicked. Whatever stands against it is shown as a sentence (<see cref="Problems"/>).</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> act)
    {
        if (await problems.TryAsync(act) is not { } stood) return true;
        Problem(stood.Says);
        return false;
    }

    private void Add(Toast toast)
    {
        _shown.Add(toast);
        if (_shown.Count > 4) _shown.RemoveAt(0);
        Changed?.Invoke();
    }
}

/// <param name="Address">Where it leads; null: nowhere.</param>
/// <param name="Tells">How many notifications it stands for.</param>
public sealed record Toast(Guid Id, string Text, bool IsProblem, string? Address = null, int Tells = 0);
