using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Web.Shell;

/// <summary>Short words at the edge of the screen, for one circuit.</summary>
public sealed class Toasts
{
    private readonly List<Toast> _shown = [];

    public event Action? Changed;

    public IReadOnlyList<Toast> Shown => _shown;

    public void Say(string text) => Add(new Toast(Guid.NewGuid(), text, IsProblem: false));

    public void Problem(string text) => Add(new Toast(Guid.NewGuid(), text, IsProblem: true));

    public void Dismiss(Guid id)
    {
        if (_shown.RemoveAll(t => t.Id == id) > 0) Changed?.Invoke();
    }

    /// <summary>Does what somebody clicked. A rule that stands against it, a decision made meanwhile, a thing that is gone: each is shown as its sentence.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile or NotFoundException)
        {
            Problem(e.Message);
            return false;
        }
    }

    private void Add(Toast toast)
    {
        _shown.Add(toast);
        if (_shown.Count > 4) _shown.RemoveAt(0);
        Changed?.Invoke();
    }
}

public sealed record Toast(Guid Id, string Text, bool IsProblem);
