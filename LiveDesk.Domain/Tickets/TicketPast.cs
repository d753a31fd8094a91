namespace LiveDesk.Domain.Tickets;

/// <summary>One fact of a ticket's history.</summary>
/// <param name="At">UTC.</param>
/// <param name="Before">The text that it replaced; empty: none stood there; null: it was not recorded, or the fact changes no text.</param>
public readonly record struct PastFact(Fact Fact, DateTimeOffset At, string? Before = null);

/// <summary>A moment at which a ticket changed: the facts of one save.</summary>
/// <param name="First">The first of its facts, by its place in the history.</param>
/// <param name="Last">Its last one.</param>
public sealed record TicketMoment(DateTimeOffset At, int First, int Last);

/// <summary>What a ticket was at each moment of its history. Nothing of it is stored: it follows from the facts and from the ticket as it is.</summary>
/// <param name="now">As it is after the last of the facts.</param>
/// <param name="facts">All of its own, from its opening on, in the order of the history.</param>
public sealed class TicketPast(TicketThen now, IReadOnlyList<PastFact> facts)
{
    /// <summary>In order. What one save did has one time, and is one moment.</summary>
    public IReadOnlyList<TicketMoment> Moments { get; } = Gather(facts);

    /// <summary>The ticket as it was right after this moment: what was decided is followed back from now, what was put on it from its opening on.</summary>
    public TicketThen At(TicketMoment moment)
    {
        var then = now;
        for (var i = facts.Count - 1; i > moment.Last; i--) then = then.Before(facts[i]);
        var there = PutOn.Nothing;
        for (var i = 0; i <= moment.Last; i++) there = there.After(facts[i].Fact);
        return then with { PutOn = there };
    }

    private static List<TicketMoment> Gather(IReadOnlyList<PastFact> facts)
    {
        var moments = new List<TicketMoment>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (moments is [.., var last] && last.At == facts[i].At) moments[^1] = last with { Last = i };
            else moments.Add(new TicketMoment(facts[i].At, i, i));
        }
        return moments;
    }
}
