using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Tests.Security;

/// <summary>Everybody with an ear at the live feed, as their screens have one; and one who hears all there is to hear.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Dictionary<Person, HashSet<LiveSignal>> _heard = [];
    private readonly List<LiveSignal> _told = [];

    private Listeners() { }

    /// <summary>Told of a ticket or chat.</summary>
    public IReadOnlyList<LiveSignal> Told => [.. _told.Where(s => s.Subject is { Kind: SubjectKind.Ticket or SubjectKind.Chat, DeskId: not null })];

    public IEnumerable<Person> People => _heard.Keys;

    public static async Task<Listeners> OfAsync(TestDesk desk, IEnumerable<Person> people)
    {
        var (listeners, feed) = (new Listeners(), desk.Get<ILiveFeed>());
        listeners._subscriptions.Add(feed.Subscribe(() => Sight.Everything, _ => true, listeners._told.Add));
        foreach (var person in people)
        {
            var (sight, heard) = ((await desk.ActorAsync(person.Id)).Sight, listeners._heard[person] = new(ReferenceEqualityComparer.Instance));
            listeners._subscriptions.Add(feed.Subscribe(() => sight, _ => true, s => heard.Add(s)));
        }
        return listeners;
    }

    public bool HasHeard(Person person, LiveSignal signal) => _heard[person].Contains(signal);

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
