using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>Replies that wait. Whatever keeps one back does so in its own save, for all of it is the ticket's.</summary>
public sealed partial class Ticket
{
    private readonly List<OutgoingReply> _outgoing = [];

    /// <summary>Those that wait, and those that were held back. They are loaded with the ticket, always.</summary>
    public IReadOnlyList<OutgoingReply> Outgoing => _outgoing;

    /// <summary>When the next of them, or the reminder before a silent close, is to be sent; null: none is. As <see cref="NextTimerAt"/>, part of the ticket's own row.</summary>
    public DateTimeOffset? NextSendAt { get; private set; }

    /// <summary>Sent, but not yet: until its time the customer does not have it.</summary>
    public OutgoingReply PutOff(Actor me, NewOutgoing what, Desk desk, DateTimeOffset now)
    {
        DemandAuthorOfPublic(me);
        DemandReachable();
        if (what.SendAt <= now) throw new RuleViolation("This moment has passed. Choose a later one.", "sendAt");
        if (what.SendAt > now.AddYears(MostYearsAhead)) throw new RuleViolation($"That is more than {MostYearsAhead} years away. Choose an earlier day.", "sendAt");
        if (what.IsScheduled && StatusCategory is StatusCategory.Closed) throw new RuleViolation("This ticket is closed. Send the reply at once, or reopen the ticket first.", "sendAt");
        var author = me.Id ?? throw new RuleViolation("Only a person sends later.");
        var reply = new OutgoingReply(Id, author, me.Name, LastCustomerMessageAt, what, now);
        _outgoing.Add(reply);
        Decided(new ReplyWasPutOff(Id, Place, reply.Id, what.SendAt, what.IsScheduled), me, now);
        Settle(desk, now);
        return reply;
    }

    /// <summary>The first whose time has come, with what keeps it back if something does.</summary>
    public (OutgoingReply Reply, HeldBackWhy? Why)? DueReply(DateTimeOffset now)
    {
        if (_outgoing.Where(r => r.SendAt <= now).MinBy(r => r.SendAt) is not { } due) return null;
        // A message that came in at the very moment in which the reply was put off.
        return (due, due.IsScheduled && LastCustomerMessageAt != due.SeenCustomerAt ? HeldBackWhy.CustomerWrote : null);
    }

    /// <summary>It becomes an entry, in the same save: it waits no longer.</summary>
    /// <exception cref="RuleViolation">It waits no longer already.</exception>
    public OutgoingReply TakeToSend(Guid replyId)
    {
        var reply = Waiting(replyId);
        _outgoing.Remove(reply);
        return reply;
    }

    /// <summary>It is not sent; its text goes back to where it is written, or away.</summary>
    public OutgoingReply TakeBack(Actor me, Guid replyId, bool isDiscarded, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        var reply = TakeToSend(replyId);
        Decided(new ReplyWasTakenBack(Id, Place, reply.Id, isDiscarded), me, now);
        Settle(desk, now);
        return reply;
    }

    /// <summary>It stays where it is, and nothing sends it but a person.</summary>
    public void CancelSending(Actor me, Guid replyId, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        HoldBack(Waiting(replyId), HeldBackWhy.Cancelled, null, me, desk, now);
    }

    /// <summary>Its time came, and this stood against it.</summary>
    public void HoldBack(Guid replyId, HeldBackWhy why, string? sentence, Desk desk, DateTimeOffset now) =>
        HoldBack(Waiting(replyId), why, Text.Shortened(sentence), Actor.System, desk, now);

    private void HoldBack(OutgoingReply reply, HeldBackWhy why, string? sentence, Actor by, Desk desk, DateTimeOffset now)
    {
        // Of two who cancel it the second changes nothing: what held it back first is the reason that stands.
        if (reply.SendAt is null) return;
        HoldBack(reply, why, by, now, sentence);
        Version++;
        Settle(desk, now);
    }

    private OutgoingReply Waiting(Guid replyId) => _outgoing.Find(r => r.Id == replyId) ?? throw new RuleViolation("This reply was sent or taken back meanwhile.");

    /// <summary>What changes the matter holds back what was written for later; the few seconds of an undo are not long enough for that.</summary>
    private void HoldBackScheduled(HeldBackWhy why, Actor by, DateTimeOffset now)
    {
        foreach (var reply in _outgoing.Where(r => r is { SendAt: not null, IsScheduled: true })) HoldBack(reply, why, by, now);
    }

    private void HoldBackAll(HeldBackWhy why, Actor by, DateTimeOffset now)
    {
        foreach (var reply in _outgoing.Where(r => r.SendAt is not null)) HoldBack(reply, why, by, now);
    }

    private void HoldBack(OutgoingReply reply, HeldBackWhy why, Actor by, DateTimeOffset now, string? sentence = null)
    {
        reply.HoldBack(new HeldBack(why, by.Kind is ActorKind.System ? null : by.Name, now, sentence));
        Record(new ReplyWasHeldBack(Id, Place, reply.Id, reply.AuthorId, why), by, now);
    }

    /// <summary>They go with the ticket that stays. Words to one customer are not sent to another.</summary>
    private void BringOutgoingTo(Ticket other, Actor me, Desk desk, DateTimeOffset now)
    {
        foreach (var reply in _outgoing)
        {
            var there = reply.GoneAlong(other, now);
            other._outgoing.Add(there);
            if (there.SendAt is not null && !IsOfSameCustomer(other)) other.HoldBack(there, HeldBackWhy.OtherCustomer, me, now);
        }
        _outgoing.Clear();
        other.Settle(desk, now);
    }

    private bool IsOfSameCustomer(Ticket other) =>
        (ContactId is { } contact && contact == other.ContactId) || (Requester.Email is { } mail && string.Equals(mail, other.Requester.Email, StringComparison.OrdinalIgnoreCase));

    private void SetSending(Desk desk) => NextSendAt = new[] { _outgoing.Min(r => r.SendAt), SilenceReminderAt(desk) }.Min();
}
