using System.Collections.Immutable;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Live;

/// <summary>The feed of a single node.</summary>
public sealed class InProcessLiveFeed(TimeProvider clock, ILogger<InProcessLiveFeed> log) : ILiveFeed
{
    // In the order of subscription: what caches (the catalogue, shared reads) subscribes first and forgets before screens read.
    private ImmutableList<Subscription> _subscriptions = [];
    // Publishing is far more frequent than subscribing, so it goes through an array.
    private Roll _roll = new([], []);

    public IDisposable Subscribe(Func<Sight> sight, Func<LiveSignal, bool> cares, Action<LiveSignal> hear)
    {
        var subscription = new Subscription(sight, cares, hear, gone => ImmutableInterlocked.Update(ref _subscriptions, all => all.Remove(gone)));
        ImmutableInterlocked.Update(ref _subscriptions, all => all.Add(subscription));
        return subscription;
    }

    public void Publish(IReadOnlyList<LiveSignal> signals)
    {
        LiveSignal[] all = [.. signals];
        foreach (var subscription in Everybody())
            foreach (var signal in all) Tell(subscription, signal);
    }

    public void Whisper(Fact fact, LiveActor by) => Publish([new LiveSignal(0, fact, by, clock.GetUtcNow())]);

    /// <summary>There is no other node.</summary>
    public void WhisperElsewhere(Fact fact, LiveActor by) { }

    public void WhisperHere(Fact fact, LiveActor by) => Whisper(fact, by);

    private Subscription[] Everybody()
    {
        var subscriptions = Volatile.Read(ref _subscriptions);
        var roll = Volatile.Read(ref _roll);
        if (roll.Of != subscriptions) Volatile.Write(ref _roll, roll = new Roll(subscriptions, [.. subscriptions]));
        return roll.All;
    }

    private void Tell(Subscription subscription, LiveSignal signal)
    {
        try
        {
            if (subscription.Cares(signal) && signal.IsFor(subscription.Sight())) subscription.Hear(signal);
        }
        catch (Exception e)
        {
            // One screen's fault is not the writer's, nor the next screen's.
            log.LogError(e, "A subscriber failed on {Fact}", signal.Fact.GetType().Name);
        }
    }

    private sealed record Roll(ImmutableList<Subscription> Of, Subscription[] All);

    private sealed class Subscription(Func<Sight> sight, Func<LiveSignal, bool> cares, Action<LiveSignal> hear, Action<Subscription> remove) : IDisposable
    {
        public Func<Sight> Sight { get; } = sight;
        public Func<LiveSignal, bool> Cares { get; } = cares;
        public Action<LiveSignal> Hear { get; } = hear;

        public void Dispose() => remove(this);
    }
}
