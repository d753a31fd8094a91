using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>Whoever merges and unmerges what, in whatever order: every number leads somewhere, and every entry is read exactly once.</summary>
public sealed class MergeProperties
{
    private const int Tickets = 6;

    [Fact]
    public void After_any_merges_and_unmerges_no_circle_stands_and_no_entry_is_lost()
    {
        var steps = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), steps => Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, j) => j != i).ToArray()));
        var (merged, undone) = (0, 0);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60), Prop.ForAll(steps, played => Play(played, ref merged, ref undone)));
        Assert.True(merged > 300 && undone > 100, $"{merged} merges and {undone} unmerges were allowed");
    }

    private static void Play(int[] steps, ref int merged, ref int undone)
    {
        var desk = Cast.DeskOf("technician");
        var (now, tickets) = (Cast.Monday, Enumerable.Range(0, Tickets).Select(_ => Cast.OpenedBy(Cast.Carla, desk)).ToList());
        foreach (var step in steps)
        {
            var dice = new System.Random(step);
            now += TimeSpan.FromHours(dice.Next(100));
            var (one, other) = (tickets[dice.Next(Tickets)], tickets[dice.Next(Tickets)]);
            var stood = Standing(one);
            try
            {
                switch (dice.Next(4))
                {
                    case 0: one.LeaveNote(Cast.Ana, new NewEntry("A word"), desk, now); break;
                    case 1: one.Unmerge(Cast.Ben, Path(one, tickets), desk, now); undone++; break;
                    default: one.MergeInto(Cast.Ana, other, desk, now); merged++; break;
                }
            }
            catch (RuleViolation) { Assert.Equal(stood, Standing(one)); }
            Hold(tickets);
        }
    }

    private static void Hold(List<Ticket> tickets)
    {
        foreach (var ticket in tickets)
        {
            var path = Path(ticket, tickets);
            Assert.True(path.Count < Tickets, "a circle");
            var end = path.Count == 0 ? ticket : path[^1];
            Assert.Null(end.Merged);
            // Everything that it leads over reads its thread, and nothing else does.
            Assert.Equal(path.Select(t => t.Id).Order(), tickets.Where(t => Held(t).Contains(ticket.Id)).Select(t => t.Id).Order());
        }
        var read = tickets.Where(t => t.Merged is null).SelectMany(root => Held(root).Prepend(root.Id)).ToList();
        Assert.Equal(tickets.Select(t => t.Id).Order(), read.Order());
    }

    private static List<Guid> Held(Ticket ticket) => [.. ticket.Links.Where(l => l is { Kind: LinkKind.MergedFrom, EndedAt: null }).Select(l => l.OtherId)];

    private static (Guid, Guid?, Merge?, int, int) Standing(Ticket t) => (t.StatusId, t.OwnerId, t.Merged, t.Links.Count, t.Version);

    private static List<Ticket> Path(Ticket ticket, List<Ticket> tickets)
    {
        var path = new List<Ticket>();
        for (var next = ticket.Merged; next is not null && path.Count <= Tickets; next = path[^1].Merged) path.Add(tickets.Single(t => t.Id == next.IntoTicketId));
        return path;
    }
}
