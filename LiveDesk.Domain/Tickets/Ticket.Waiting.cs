using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// A customer who waits goes on waiting when their ticket is merged into one that was answered: without that, the ticket that stays would fall
/// silent and close. Its link to theirs keeps what it was before, so that undoing the merge gives back exactly that.
/// </summary>
public sealed partial class Ticket
{
    private bool CustomerWaits => IsOpen && StatusCategory is not StatusCategory.WaitingCustomer && !IsAnswered;

    /// <summary>As if the other's customer wrote here now.</summary>
    private void TakeOverWaiting(Guid from, Actor me, Desk desk, DateTimeOffset now)
    {
        var link = _links.Find(l => l is { Kind: LinkKind.MergedFrom, EndedAt: null } && l.OtherId == from)!;
        link.Waits(CustomerWaits ? null : new Awakening(StatusId, LastCustomerMessageAt, now, OnHold?.Reason, OnHold?.ResumeAt));
        if (link.Awakened is null) return;
        LastCustomerMessageAt = now;
        HoldBackScheduled(HeldBackWhy.CustomerWrote, me, now);
        Meet(TicketEvent.CustomerWrote, desk, me, now);
        Settle(desk, now);
    }

    /// <summary>Their ticket leaves again, and nobody answered in between. Where another one waits too, it takes over what is to be given back.</summary>
    private void GiveBackWaiting(Guid to, Actor me, Desk desk, DateTimeOffset now)
    {
        if (_links.Where(l => l.Kind is LinkKind.MergedFrom && l.OtherId == to).MaxBy(l => l.At) is not { Awakened: { } awakened }) return;
        if (LastAnsweredAt >= awakened.At || LastCustomerMessageAt != awakened.At) return;
        if (_links.Find(l => l is { Kind: LinkKind.MergedFrom, EndedAt: null, IsWaiting: true } && l.OtherId != to) is { } other)
        {
            other.Waits(awakened);
            return;
        }
        LastCustomerMessageAt = awakened.WroteBefore;
        ForgetNextResponse(desk, awakened.At, now);
        var (stood, led) = (desk.Status(awakened.StatusBefore), desk.After(TicketEvent.CustomerWrote, desk.Status(awakened.StatusBefore).Category));
        if (stood.Id != StatusId && StatusId == led?.Id && stood.Enabled && MayFollow(stood, desk)) Enter(stood, new MoveDetails(HoldReason: awakened.HoldReason, ResumeAt: awakened.ResumeAt), null, desk, me, now);
        else Settle(desk, now);
    }

    /// <summary>Nobody was owed the answer that it measured.</summary>
    private void ForgetNextResponse(Desk desk, DateTimeOffset begunAt, DateTimeOffset now) =>
        KeepClocks(ClocksIn(desk), clocks => [.. clocks.Select(c => c is { Kind: SlaKind.NextResponse, Finish: null } && c.StartedAt >= begunAt ? c.WithoutLastRun() : c).OfType<SlaClock>()], desk, now);
}

/// <summary>What a ticket was before a customer who waited came to it with a merge.</summary>
/// <param name="WroteBefore">Its own customer's last message, UTC.</param>
/// <param name="At">When it was merged, UTC.</param>
/// <param name="HoldReason">Of a ticket that was on hold; with the day on which that was to end.</param>
public sealed record Awakening(Guid StatusBefore, DateTimeOffset? WroteBefore, DateTimeOffset At, string? HoldReason = null, DateTimeOffset? ResumeAt = null);
