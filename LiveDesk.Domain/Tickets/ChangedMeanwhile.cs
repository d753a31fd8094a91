namespace LiveDesk.Domain.Tickets;

/// <summary>What people decide on a ticket, each for itself: two who decide different ones both win.</summary>
public enum TicketField { Status, Assignee, Priority, Department, Category, Subject, FollowUp, ActionRequired }

/// <summary>What somebody had before them when they decided. Not given: they decide on what is there.</summary>
public readonly record struct Seen<T>(T Value);

/// <summary>Somebody else decided the same thing meanwhile. Nothing was changed; the person sees both values and who, and decides again.</summary>
/// <param name="theirs">The present value, as the field has it: an id, a <see cref="Priority"/>, a subject; null for nobody and for none.</param>
public sealed class ChangedMeanwhile(TicketField field, object? theirs, string? by = null, DateTimeOffset? at = null)
    : Exception($"{by ?? "Somebody"} changed the {Word(field)} of this ticket meanwhile. Nothing was overwritten; look again, then decide.")
{
    public TicketField Field { get; } = field;
    public object? Theirs { get; } = theirs;
    /// <summary>Who did it, once the history was asked.</summary>
    public string? By { get; } = by;
    /// <summary>UTC.</summary>
    public DateTimeOffset? At { get; } = at;

    /// <summary>The same, with the history's answer to who and when.</summary>
    public ChangedMeanwhile Told(string by, DateTimeOffset at) => new(Field, Theirs, by, at);

    private static string Word(TicketField field) => field switch
    {
        TicketField.FollowUp => "follow-up date",
        TicketField.ActionRequired => "date of the action",
        _ => field.ToString().ToLowerInvariant(),
    };

    /// <summary>What both wanted is agreed, not overwritten.</summary>
    internal static void Check<T>(TicketField field, Seen<T>? seen, T present, T wanted)
    {
        var same = EqualityComparer<T>.Default;
        if (seen is { } was && !same.Equals(was.Value, present) && !same.Equals(wanted, present)) throw new ChangedMeanwhile(field, present);
    }
}
