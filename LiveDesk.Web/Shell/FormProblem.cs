using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Web.Shell;

/// <summary>What stood against saving a form: a sentence, and the field that it is about. The form stays as it was typed.</summary>
public sealed class FormProblem
{
    public string? Says { get; private set; }
    public string? Field { get; private set; }
    /// <summary>A second press while the first is under way does nothing.</summary>
    public bool IsSaving { get; private set; }

    /// <returns>Whether it was saved.</returns>
    public async Task<bool> TryAsync(Func<Task> save)
    {
        if (IsSaving) return false;
        (IsSaving, Says, Field) = (true, null, null);
        try
        {
            await save();
            return true;
        }
        catch (RuleViolation problem) { (Says, Field) = (problem.Message, problem.Field); }
        catch (NotFoundException problem) { Says = problem.Message; }
        finally { IsSaving = false; }
        return false;
    }

    /// <summary>For <c>aria-invalid</c>.</summary>
    public string Wrong(string field) => Field == field ? "true" : "false";
}
