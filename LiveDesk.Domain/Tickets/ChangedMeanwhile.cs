using LiveDesk.Domain.Fields;

namespace LiveDesk.Domain.Tickets;

/// <summary>What people decide on a ticket, each for itself: two who decide different ones both win.</summary>
public enum TicketField { Status, Assignee, Priority, Department, Category, Subject, FollowUp, ActionRequired, Requester, Organisation, Custom, Type }

/// <summary>What somebody had before them when they decided. Not given: they decide on what is there.</summary>
public readonly record struct Seen<T>(T Value);

/// <summary>Somebody else decided the same thing meanwhile. Nothing was changed; the person sees both values and who, and decides again.</summary>
/// <param name="theirs">The present value, as the field has it: an id, a <see cref="Priority"/>, a subject; null for nobody and for none.</param>
/// <param name="custom">Which of the desk's own, of <see cref="TicketField.Custom"/>.</param>
public sealed class ChangedMeanwhile(TicketField field, object? theirs, string? by = null, DateTimeOffset? at = null, CustomField? custom = null)
    : Exception($"{by ?? "Somebody"} changed {(custom is null ? $"the {Word(field)} of this ticket" : $"“{custom.Name}”")} meanwhile. Nothing was overwritten; look again, then decide.")
{
    public Guid? CustomFieldId => custom?.Id;
    public TicketField Field { get; } = field;
    public object? Theirs { get; } = theirs;
    /// <summary>Who did it, once the history was asked.</summary>
    public string? By { get; } = by;
    /// <summary>UTC.</summary>
    public DateTimeOffset? At { get; } = at;

    /// <summary>The same, with the history's answer to who and when.</summary>
    public ChangedMeanwhile Told(string by, DateTimeOffset at) => new(Field, Theirs, by, at, custom);

    private static string Word(TicketField field) => field switch
    {
        TicketField.FollowUp => "follow-up date",
        TicketField.ActionRequired => "date of the action",
        _ => field.ToString().ToLowerInvariant(),
    };

    /// <summary>What both wanted is agreed, not overwritten.</summary>
    internal static void Check<T>(TicketField field, Seen<T>? seen, T present, T wanted, CustomField? custom = null)
    {
        var same = EqualityComparer<T>.Default;
        if (seen is { } was && !same.Equals(was.Value, present) && !same.Equals(wanted, present)) throw new ChangedMeanwhile(field, present, custom: custom);
    }
}
