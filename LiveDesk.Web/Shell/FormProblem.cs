namespace LiveDesk.Web.Shell;

/// <summary>What stood against saving a form: a sentence, and the field that it is about. The form stays as it was typed. Every form has its own.</summary>
public sealed class FormProblem(Problems problems)
{
    private Problem? _problem;

    public string? Says => _problem?.Says;
    public string? Field => _problem?.Field;
    /// <summary>A second press while the first is under way does nothing.</summary>
    public bool IsSaving { get; private set; }

    /// <returns>Whether it was saved.</returns>
    public async Task<bool> TryAsync(Func<Task> save)
    {
        if (IsSaving) return false;
        (IsSaving, _problem) = (true, null);
        try
        {
            _problem = await problems.TryAsync(save);
            return _problem is null;
        }
        finally { IsSaving = false; }
    }

    /// <summary>The form is used for something else now.</summary>
    public void Forget() => _problem = null;

    /// <summary>For <c>aria-invalid</c>.</summary>
    public string Wrong(string field) => Field == field ? "true" : "false";
}
