namespace LiveDesk.Domain.Tickets;

/// <summary>Who else reads along, by e-mail address. Each verb is about one address: two who change different ones both have their way.</summary>
public sealed partial class Ticket
{
    public const int MostCopies = 20;

    /// <summary>Lower case, each once, in the order in which they came.</summary>
    public IReadOnlyList<string> Cc { get; private set; } = [];

    public void AddCc(Actor me, string? address, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var email = Text.OptionalEmail(address) ?? throw new RuleViolation("Who is to read along? Give an e-mail address.", "cc");
        if (email == Requester.Email) throw new RuleViolation("This is who asked. They get every reply anyway.", "cc");
        if (Cc.Contains(email)) return;
        if (Cc.Count >= MostCopies) throw new RuleViolation($"At most {MostCopies} addresses read along.", "cc");
        ChangeCc([.. Cc, email], me, now);
    }

    public void RemoveCc(Actor me, string address, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (Cc.Contains(address)) ChangeCc([.. Cc.Where(c => c != address)], me, now);
    }

    private void ChangeCc(IReadOnlyList<string> to, Actor me, DateTimeOffset now)
    {
        var before = string.Join(", ", Cc);
        Cc = to;
        Decided(new CcWasChanged(Id, Place), me, now, before);
    }
}

/// <summary>What it replaced stands beside it in the history.</summary>
public sealed record CcWasChanged(Guid TicketId, TicketPlace Where) : TicketFact(TicketId, Where);
