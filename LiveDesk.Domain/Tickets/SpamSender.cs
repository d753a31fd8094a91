using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// Whose messages are spam on a desk: one address, or everybody of a domain. Learnt when somebody calls a ticket spam, forgotten when that
/// ticket is brought back, and kept in the desk's settings.
/// </summary>
public sealed class SpamSender : Aggregate
{
    /// <summary>On one desk.</summary>
    public const int Most = 10_000;

    private SpamSender() { }

    /// <param name="sender"><c>name@example.com</c>, or <c>@example.com</c> for a whole domain.</param>
    public static SpamSender Add(Actor me, Guid deskId, string? sender, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        var added = new SpamSender { Id = Ids.New(now), DeskId = deskId, Sender = Checked(me, sender), AddedBy = me.Name, AddedAt = now };
        added.Record(new SpamSendersChanged(added.Id, deskId), me, now);
        return added;
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    /// <summary>Lower case; unique on the desk.</summary>
    public string Sender { get; private set; } = "";
    public string AddedBy { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }

    public bool IsDomain => Sender.StartsWith('@');

    public void Remove(Actor me, DateTimeOffset now)
    {
        me.Demand(IsDomain ? Right.ManageDesks : Right.WorkTickets);
        Record(new SpamSendersChanged(Id, DeskId), me, now);
    }

    /// <summary>What on the list an address may stand as.</summary>
    public static IReadOnlyList<string> NamesOf(string email) => [email.ToLowerInvariant(), email[email.LastIndexOf('@')..].ToLowerInvariant()];

    private static string Checked(Actor me, string? sender)
    {
        var line = Text.Line(sender, "sender", Limits.Email);
        if (!line.StartsWith('@')) return Text.OptionalEmail(line, "sender")!;
        // Nobody silences a whole company by one click in a ticket.
        me.Demand(Right.ManageDesks);
        return Text.OptionalEmail("anybody" + line, "sender")!["anybody".Length..];
    }
}

public sealed record SpamSendersChanged(Guid SenderId, Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.SpamSender, SenderId, DeskId); }
