using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace LiveDesk.Web.Shell;

/// <summary>
/// The one place where what went wrong becomes a sentence. What a person can do something about says so itself; everything else (a locked
/// database, a full disk, a fault of ours) is logged, and the person gets a reference to quote. What they typed stays where it is.
/// </summary>
public sealed class Problems(IStringLocalizer<ShellWords> words, ILogger<Problems> log)
{
    /// <summary>Runs what somebody asked for.</summary>
    /// <returns>What stood against it; null: it is done.</returns>
    public async Task<Problem?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        // The page is gone: there is nobody to tell.
        catch (Exception e) when (e is not (OperationCanceledException or JSDisconnectedException)) { return Of(e); }
    }

    private Problem Of(Exception problem) => problem switch
    {
        RuleViolation rule => new Problem(rule.Message, rule.Field),
        ChangedMeanwhile or NotFoundException => new Problem(problem.Message),
        _ => Unexpected(problem),
    };

    private Problem Unexpected(Exception problem)
    {
        var reference = NewReference();
        log.LogError(problem, "What somebody asked for failed, reference {Reference}", reference);
        return new Problem(words["NotDone", reference]);
    }

    /// <summary>Short enough to be read out on the telephone.</summary>
    internal static string NewReference() => Guid.NewGuid().ToString("N")[..8].ToUpperInvariant();
}

/// <param name="Field">The one that the sentence is about, when there is one.</param>
public sealed record Problem(string Says, string? Field = null);
