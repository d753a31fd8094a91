using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// Two tickets that are one matter, and one ticket that is two. A ticket that is merged away stays as it is, with its entries, its status and
/// its requester: whoever reads the staying one reads through to it. So undoing a merge gives back exactly what there was.
/// </summary>
public sealed partial class Ticket
{
    /// <summary>So long a merge can be undone.</summary>
    public static readonly TimeSpan UnmergeWindow = TimeSpan.FromDays(30);

    /// <summary>The tickets whose threads are read here: those merged into this one, and into them before.</summary>
    private IEnumerable<Guid> HeldHere => _links.Where(l => l is { Kind: LinkKind.MergedFrom, EndedAt: null }).Select(l => l.OtherId);

    /// <summary>This ticket's number leads to the other one from now on. Both have their links loaded.</summary>
    public void MergeInto(Actor me, Ticket other, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (other.Id == Id) throw new RuleViolation("A ticket cannot be merged into itself.");
        if (other.DeskId != DeskId) throw new RuleViolation("Tickets of two desks cannot be merged. Link them instead.");
        if (other.Merged is not null) throw new RuleViolation("The other ticket was itself merged away. Merge into the one it leads to.");
        if (other.Aside is not null) throw new RuleViolation("The other ticket is in the trash. Bring it back first.");
        if (IsOpen && !other.IsOpen) throw new RuleViolation("The ticket that would stay is finished already, and this one is open. Let the open one stay, or reopen the other first.");
        var waits = CustomerWaits;
        Merged = new Merge(other.Id, me.Id, now);
        Decided(new TicketWasMerged(Id, Place, other.Id), me, now);
        foreach (var held in (List<Guid>)[Id, .. HeldHere]) other._links.Add(new TicketLink(other.Id, held, LinkKind.MergedFrom, now));
        other.Decided(new TicketWasLinked(other.Id, other.Place, Id, LinkKind.MergedFrom), me, now);
        if (waits) other.TakeOverWaiting(Id, me, desk, now);
        BringOutgoingTo(other, me, desk, now);
        Settle(desk, now);
    }

    /// <summary>The ticket stands for itself again, as it stood, with what had been merged into it. What was written since the merge stays where it was written.</summary>
    /// <param name="leadsOver">The tickets that it leads to, the staying one last; their links are loaded, as its own are.</param>
    public void Unmerge(Actor me, IReadOnlyList<Ticket> leadsOver, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        if (Merged is not { } merge) throw new RuleViolation("This ticket was not merged into another one.");
        if (now - merge.At > UnmergeWindow) throw new RuleViolation("This was merged more than 30 days ago. It cannot be undone any more; split off the message that should stand alone.");
        if (leadsOver.Count == 0 || leadsOver[0].Id != merge.IntoTicketId) throw new ArgumentException("It leads over another ticket.", nameof(leadsOver));
        List<Guid> going = [Id, .. HeldHere];
        foreach (var link in leadsOver.SelectMany(t => t._links).Where(l => l.Kind is LinkKind.MergedFrom && going.Contains(l.OtherId))) link.End(now);
        var staying = leadsOver[^1];
        leadsOver[0].GiveBackWaiting(Id, me, desk, now);
        Merged = null;
        Decided(new TicketWasUnmerged(Id, Place, staying.Id), me, now);
        FollowDesk(desk, _ => me, now);
        Settle(desk, now);
        staying.Decided(new TicketWasUnlinked(staying.Id, staying.Place, Id, LinkKind.MergedFrom), me, now);
    }

    /// <summary>
    /// A message of this ticket's thread begins a ticket of its own, with the requester who wrote to the ticket it was written on. The message
    /// stays where it is too: entries are append-only.
    /// </summary>
    /// <param name="writtenOn">This ticket, or one that was merged into it.</param>
    /// <returns>The new ticket and its first entry.</returns>
    public (Ticket Ticket, Entry First) SplitOff(Actor me, Entry message, Ticket writtenOn, NewSplit what, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (message.TicketId != writtenOn.Id) throw new ArgumentException($"Entry {message.Id} is not of ticket {writtenOn.Id}.", nameof(writtenOn));
        if (message.Kind is EntryKind.System) throw new RuleViolation("Nobody wrote this line. Split off a message.");
        if (what.TellCustomer is not null && !message.IsPublic) throw new RuleViolation("The customer cannot read this message, so there is nothing to tell them.", "tell");
        var ticket = Open(writtenOn.AsNew(what), desk, me, now);
        var kind = message.Kind is EntryKind.CustomerMessage or EntryKind.Transcript ? message.Kind : EntryKind.Note;
        var first = ticket.Append(kind, message.Authors[0], new NewEntry(message.Body, CoAuthors: [.. message.Authors.Skip(1)], Attachments: what.Attachments), now);
        ticket.LinkTo(me, this, LinkKind.SplitFrom, now);
        // Neither thread names the other ticket: not everybody who reads the one may see the other. The link and the history do, to those who may.
        ticket.Append(EntryKind.System, me, new NewEntry("Split from another ticket."), now);
        ticket.Settle(desk, now);
        Append(EntryKind.System, me, new NewEntry("A message was split into a ticket of its own."), now);
        Record(new TicketWasSplit(Id, Place, message.Id, ticket.Id), me, now);
        if (what.TellCustomer is { } tell) LeavePublicNote(me, new NewEntry(tell), desk, now);
        return (ticket, first);
    }

    private NewTicket AsNew(NewSplit what) => new()
    {
        Subject = what.Subject,
        Channel = Channel,
        IsSplit = true,
        RequesterName = Requester.Name,
        RequesterEmail = Requester.Email,
        RequesterPhone = Requester.Phone,
        ContactId = ContactId,
        OrganisationId = OrganisationId,
        DepartmentId = what.DepartmentId,
        SenderMadeId = what.SenderMadeId,
    };
}

/// <summary>What a message that begins its own ticket needs.</summary>
/// <param name="TellCustomer">A public note in the thread that it comes from; null: nothing is said there.</param>
/// <param name="Attachments">Copies of the message's files.</param>
public sealed record NewSplit(string Subject, Guid? DepartmentId = null, string? TellCustomer = null, string? SenderMadeId = null, IReadOnlyList<Guid>? Attachments = null);
