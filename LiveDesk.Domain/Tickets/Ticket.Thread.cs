using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>A public reply. A person clicked, or a rule that a person wrote: never the assistant, never the system by itself.</summary>
    public Entry Answer(Actor me, NewEntry what, Desk desk, DateTimeOffset now)
    {
        DemandAuthorOfPublic(me);
        DemandReachable();
        DemandFilledIn(what);
        var entry = Append(EntryKind.Reply, me, what, now);
        FirstAnsweredAt ??= now;
        LastAnsweredAt = now;
        Record(new CustomerWasAnswered(Id, Place, entry.Id, FollowerCount > 0), me, now);
        Meet(TicketEvent.AgentReplied, desk, me, now);
        SettleWhatIsWritten(desk, now);
        return entry;
    }

    /// <summary>An internal note: it never leaves the desk.</summary>
    public Entry LeaveNote(Actor me, NewEntry what, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        var entry = Append(EntryKind.Note, me, what, now);
        Record(new NoteWasLeft(Id, Place, entry.Id, Mentions.MayBeIn(entry.Body), FollowerCount > 0), me, now);
        Meet(TicketEvent.NoteLeft, desk, me, now);
        return entry;
    }

    /// <summary>A note that the customer can read, but is not sent.</summary>
    public Entry LeavePublicNote(Actor me, NewEntry what, Desk desk, DateTimeOffset now)
    {
        DemandAuthorOfPublic(me);
        DemandReachable();
        DemandFilledIn(what);
        var entry = Append(EntryKind.PublicNote, me, what, now);
        Record(new PublicNoteWasLeft(Id, Place, entry.Id, FollowerCount > 0), me, now);
        Meet(TicketEvent.NoteLeft, desk, me, now);
        return entry;
    }

    /// <summary>
    /// The customer wrote. Whether a finished ticket takes it or a follow-up does is <see cref="TakesCustomerMessages"/>;
    /// ask before calling.
    /// </summary>
    public Entry TakeMessage(Actor customer, NewEntry what, Desk desk, DateTimeOffset now)
    {
        if (customer.Kind is not (ActorKind.Customer or ActorKind.System)) throw new RuleViolation("Only the customer writes the customer's messages.");
        DemandReachable();
        if (!TakesCustomerMessages(desk, now)) throw new RuleViolation("This ticket is closed. A new message opens a follow-up.");
        var entry = Append(EntryKind.CustomerMessage, customer, what, now);
        LastCustomerMessageAt = now;
        HoldBackScheduled(HeldBackWhy.CustomerWrote, customer, now);
        Record(new CustomerWrote(Id, Place, entry.Id), customer, now);
        // Where the workflow has no word for whoever writes to a closed ticket, it is reopened as by hand.
        Meet(StatusCategory is StatusCategory.Closed && desk.After(TicketEvent.CustomerWrote, StatusCategory) is null ? TicketEvent.Reopened : TicketEvent.CustomerWrote, desk, customer, now);
        SettleWhatIsWritten(desk, now);
        return entry;
    }

    /// <summary>The chat as it was when it became this ticket. Not public: the customer has it in the widget already.</summary>
    public Entry KeepTranscript(Actor by, NewEntry what, DateTimeOffset now)
    {
        if (by.Kind is ActorKind.Assistant) throw new RuleViolation("The assistant proposes; a person decides.");
        DemandReachable();
        var entry = Append(EntryKind.Transcript, by, what, now);
        Record(new TranscriptWasKept(Id, Place, entry.Id), by, now);
        return entry;
    }

    /// <summary>A line that agents wrote to each other in the chat that became this ticket: a note of theirs from then on.</summary>
    public Entry KeepNote(Author wrote, NewEntry what, DateTimeOffset now)
    {
        if (wrote.Kind is not ActorKind.Agent) throw new RuleViolation("Notes are the agents' own.");
        DemandReachable();
        var entry = Append(EntryKind.Note, wrote, what, now);
        Record(new NoteWasLeft(Id, Place, entry.Id), Actor.System, now);
        return entry;
    }

    /// <summary>
    /// Inside the desk's window a late message reopens a finished ticket, resolved or closed; after it, a follow-up takes the message. A desk
    /// without a window goes by its workflow: a closed ticket that it leads nowhere rests. One that was merged away or put aside takes
    /// nothing: what the customer writes must land where somebody reads it.
    /// </summary>
    public bool TakesCustomerMessages(Desk desk, DateTimeOffset now)
    {
        if (Merged is not null || Aside is not null) return false;
        if (IsOpen) return true;
        if (desk.Settings.ReopenWindow is { } window) return ResolvedAt is not { } done || now - done <= window;
        return StatusCategory is not StatusCategory.Closed || desk.After(TicketEvent.CustomerWrote, StatusCategory) is not null;
    }

    /// <summary>What became of sending an entry. A failed mail marks its entry; it undoes nothing.</summary>
    public void NoteDelivery(Entry entry, Delivery state, string? problem, DateTimeOffset now)
    {
        if (entry.TicketId != Id) throw new ArgumentException($"Entry {entry.Id} is not of ticket {Id}.", nameof(entry));
        entry.WasHandedOver(state, problem);
        Record(new DeliveryChanged(Id, Place, entry.Id, state), Actor.System, now);
    }

    private Entry Append(EntryKind kind, Actor me, NewEntry what, DateTimeOffset now) => Append(kind, Author.Of(me), what, now);

    private Entry Append(EntryKind kind, Author first, NewEntry what, DateTimeOffset now)
    {
        var authors = new List<Author> { first };
        foreach (var other in what.CoAuthors ?? [])
            if (authors.TrueForAll(a => a.Id != other.Id)) authors.Add(other);
        var entry = new Entry(Id, kind, authors, what, now);
        _entries.Add(entry);
        if (LastActivityAt < now) LastActivityAt = now;
        return entry;
    }

    private static void DemandAuthorOfPublic(Actor me)
    {
        me.Demand(Right.WorkTickets);
        if (me.Kind is ActorKind.System) throw new RuleViolation("Only a person, or a rule that a person wrote, speaks to the customer.");
    }

    /// <summary>A customer never reads “Dear {{customer.name}}”. Among colleagues it may stand.</summary>
    private static void DemandFilledIn(NewEntry what)
    {
        if (Variables.LeftIn(what.Body) is not { Count: > 0 } left) return;
        var names = string.Join(", ", left.Select(Variables.Written));
        throw new RuleViolation(left.Count == 1 ? $"{names} has no value yet. Write in its place what the customer is to read, or take it out; then send again."
            : $"{names} have no value yet. Write in their places what the customer is to read, or take them out; then send again.", "body");
    }

    private void DemandReachable()
    {
        if (Merged is not null) throw new RuleViolation("This ticket was merged into another. Write there.");
        if (Aside is not null) throw new RuleViolation("This ticket is in the trash. Bring it back first.");
    }
}
