using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDesk.Tests.Live;

/// <summary>Screens come and go all the time; whoever is there hears everything, in the order of their coming.</summary>
public sealed class InProcessLiveFeedTests
{
    private static readonly LiveActor Ana = new(ActorKind.Agent, Guid.NewGuid(), "Ana");

    [Fact]
    public async Task Ben_hears_every_signal_while_a_hundred_screens_come_and_go()
    {
        var feed = new InProcessLiveFeed(TimeProvider.System, NullLogger<InProcessLiveFeed>.Instance);
        var (heard, over) = (0, false);
        using var ben = Subscribe(feed, _ => Interlocked.Increment(ref heard));
        var others = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!Volatile.Read(ref over))
            {
                var screens = Enumerable.Range(0, 25).Select(_ => Subscribe(feed, _ => { })).ToList();
                screens.ForEach(s => s.Dispose());
            }
        })).ToList();
        for (var i = 0; i < 5_000; i++) feed.Whisper(new FeedCameBack(), Ana);
        Volatile.Write(ref over, true);
        await Task.WhenAll(others);
        Assert.Equal(5_000, heard);
    }

    [Fact]
    public void Who_came_first_hears_first_and_who_has_left_hears_nothing()
    {
        var feed = new InProcessLiveFeed(TimeProvider.System, NullLogger<InProcessLiveFeed>.Instance);
        var heard = new List<string>();
        using var catalogue = Subscribe(feed, _ => heard.Add("catalogue"));
        var gone = Subscribe(feed, _ => heard.Add("gone"));
        using var screen = Subscribe(feed, _ => heard.Add("screen"));
        gone.Dispose();
        feed.Whisper(new FeedCameBack(), Ana);
        Assert.Equal(["catalogue", "screen"], heard);
    }

    [Fact]
    public void One_screen_s_fault_is_not_the_next_one_s()
    {
        var feed = new InProcessLiveFeed(TimeProvider.System, NullLogger<InProcessLiveFeed>.Instance);
        var heard = 0;
        using var broken = Subscribe(feed, _ => throw new InvalidOperationException("broken"));
        using var ben = Subscribe(feed, _ => heard++);
        feed.Whisper(new FeedCameBack(), Ana);
        Assert.Equal(1, heard);
    }

    private static IDisposable Subscribe(InProcessLiveFeed feed, Action<LiveSignal> hear) => feed.Subscribe(() => Sight.Everything, _ => true, hear);
}
