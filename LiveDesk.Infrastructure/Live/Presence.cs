using System.Collections.Concurrent;
using LiveDesk.Domain;
using LiveDesk.Domain.People;

namespace LiveDesk.Infrastructure.Live;

/// <summary>From the least to the most: of several screens of one person, the most counts.</summary>
public enum Doing
{
    /// <summary>Open, but not looked at: another tab is in front, or nobody touched it for two minutes.</summary>
    Idle,
    Viewing,
    /// <summary>An article's text.</summary>
    Editing,
    /// <summary>A note, for colleagues: it answers nobody, so it warns nobody of a second answer.</summary>
    Noting,
    Replying,
    Typing,
}

/// <param name="PersonId">The agent, or the visitor of a chat.</param>
public sealed record Present(Guid PersonId, string Name, ActorKind Kind, Doing Doing);

/// <summary>Somebody somewhere.</summary>
/// <param name="Since">UTC: when they came, or turned back to it, as far as this node knows.</param>
public sealed record Stay(FactSubject Place, Present Who, DateTimeOffset Since);

/// <summary>Who is there now changed: never stored, seen by those who may see the subject.</summary>
public sealed record PresenceChanged(SubjectKind Kind, Guid Id, Guid? DeskId, IReadOnlyList<Guid>? Departments, IReadOnlyList<Present> There) : Fact
{
    public override FactSubject Subject => new(Kind, Id, DeskId, Departments);
}

/// <summary>What one node's screens say, for the other nodes; whoever shows presence looks at <see cref="PresenceChanged"/>.</summary>
public sealed record NodePresence(Guid Node, SubjectKind Kind, Guid Id, Guid? DeskId, IReadOnlyList<Guid>? Departments, IReadOnlyList<Present> There) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>
/// Who looks at, answers or types in what, on all nodes. Kept in memory with a time to live; each call renews it, silence ends it (a
/// node's too). Changes are told at most once a second for a subject, and the last state is always told.
/// </summary>
public sealed class Presence : IDisposable
{
    /// <summary>A screen says every 10 s that it is still there; three missed and it is gone.</summary>
    public static readonly TimeSpan ScreenLives = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan TypingLives = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellNodesEvery = TimeSpan.FromSeconds(10);
    private static readonly LiveActor Teller = new(ActorKind.System, null, Actor.System.Name);

    private readonly ILiveFeed _feed;
    private readonly TimeProvider _clock;
    private readonly Guid _node = Guid.NewGuid();
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, Room> _rooms = new();
    private readonly Lock _timerLock = new();
    private ITimer? _sweeper;

    public Presence(ILiveFeed feed, TimeProvider clock)
    {
        (_feed, _clock) = (feed, clock);
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Fact is NodePresence news && news.Node != _node, s => Elsewhere((NodePresence)s.Fact));
    }

    public IReadOnlyList<Present> At(Guid subjectId) => _rooms.TryGetValue(subjectId, out var room) ? room.There(_clock.GetUtcNow()) : [];

    /// <summary>Everybody's places that somebody with this sight may know of; where LiveDesk is merely open, the place is the person (<see cref="OpenBy"/>).</summary>
    public IReadOnlyList<Stay> StaysFor(Sight sight)
    {
        var now = _clock.GetUtcNow();
        return [.. _rooms.Values.SelectMany(room => room.Stays(now)).Where(stay => stay.Place.IsFor(sight))];
    }

    /// <summary>Where somebody is as long as they have LiveDesk open, whatever the page: this is for all staff to know.</summary>
    public static FactSubject OpenBy(Guid personId) => new(SubjectKind.Person, personId);

    /// <param name="screenId">One browser tab: a person with two tabs leaves when both have left.</param>
    public void Here(FactSubject subject, Guid screenId, Present who)
    {
        var lives = who.Doing is Doing.Typing ? TypingLives : ScreenLives;
        Tell(In(subject, room => room.Enter(subject, screenId, who, _clock.GetUtcNow() + lives)));
    }

    public void Gone(Guid subjectId, Guid screenId)
    {
        if (!_rooms.TryGetValue(subjectId, out var room)) return;
        room.Leave(screenId);
        Tell(room);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _sweeper?.Dispose();
    }

    private void Elsewhere(NodePresence news)
    {
        var subject = new FactSubject(news.Kind, news.Id, news.DeskId, news.Departments);
        Tell(In(subject, room => room.IsElsewhere(subject, news.Node, news.There, _clock.GetUtcNow() + ScreenLives)));
    }

    /// <param name="enter">False: it was swept away just now, and the next one is tried.</param>
    private Room In(FactSubject subject, Func<Room, bool> enter)
    {
        StartSweeping();
        while (true)
        {
            var room = _rooms.GetOrAdd(subject.Id, _ => new Room());
            if (enter(room)) return room;
            _rooms.TryRemove(KeyValuePair.Create(subject.Id, room));
        }
    }

    private void Tell(Room room)
    {
        var now = _clock.GetUtcNow();
        if (room.ToTellNodes(now, _node, TellEvery, TellNodesEvery) is { } own) _feed.WhisperElsewhere(own, Teller);
        if (room.ToTell(now, TellEvery) is { } news) _feed.WhisperHere(news, Teller);
    }

    private void StartSweeping()
    {
        if (_sweeper is not null) return;
        lock (_timerLock) _sweeper ??= _clock.CreateTimer(_ => Sweep(), null, TellEvery, TellEvery);
    }

    private void Sweep()
    {
        foreach (var (id, room) in _rooms)
        {
            Tell(room);
            if (room.IsSwept(_clock.GetUtcNow())) _rooms.TryRemove(KeyValuePair.Create(id, room));
        }
    }

    private sealed class Room
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<Guid, (Present Who, DateTimeOffset Until)> _screens = [];
        private readonly Dictionary<Guid, (IReadOnlyList<Present> There, DateTimeOffset Until)> _nodes = [];
        private readonly Dictionary<Guid, (DateTimeOffset At, bool Idle)> _arrivals = [];
        private FactSubject _subject;
        private (IReadOnlyList<Present> There, DateTimeOffset At) _told = ([], default);
        private (IReadOnlyList<Present> There, DateTimeOffset At) _toldNodes = ([], default);
        private volatile Seen? _seen;
        private bool _isSwept;

        public bool Enter(FactSubject subject, Guid screenId, Present who, DateTimeOffset until)
        {
            lock (_lock)
            {
                if (_isSwept) return false;
                if (!_screens.TryGetValue(screenId, out var before) || before.Who != who) _seen = null;
                (_subject, _screens[screenId]) = (subject, (who, until));
                return true;
            }
        }

        public void Leave(Guid screenId)
        {
            lock (_lock)
            {
                _screens.Remove(screenId);
                _seen = null;
            }
        }

        public bool IsElsewhere(FactSubject subject, Guid node, IReadOnlyList<Present> there, DateTimeOffset until)
        {
            lock (_lock)
            {
                if (_isSwept) return false;
                (_subject, _seen) = (subject, null);
                if (there.Count == 0) _nodes.Remove(node);
                else _nodes[node] = (there, until);
                return true;
            }
        }

        /// <summary>Every card of every board asks at each drawing: without the lock as long as the answer is the same.</summary>
        public IReadOnlyList<Present> There(DateTimeOffset now)
        {
            if (_seen is { } seen && now < seen.Until) return seen.There;
            lock (_lock) return Everybody(now);
        }

        public IReadOnlyList<Stay> Stays(DateTimeOffset now)
        {
            lock (_lock) return [.. Everybody(now).Select(p => new Stay(_subject, p, _arrivals[p.PersonId].At))];
        }

        public PresenceChanged? ToTell(DateTimeOffset now, TimeSpan every)
        {
            lock (_lock)
            {
                var there = Everybody(now);
                if (there.SequenceEqual(_told.There) || now - _told.At < every) return null;
                _told = (there, now);
                return new PresenceChanged(_subject.Kind, _subject.Id, _subject.DeskId, _subject.Departments, there);
            }
        }

        /// <summary>What changed here, soon; and what did not, now and then, since the other nodes forget what is not renewed.</summary>
        public NodePresence? ToTellNodes(DateTimeOffset now, Guid node, TimeSpan every, TimeSpan renewal)
        {
            lock (_lock)
            {
                var own = OwnPeople(now);
                var same = own.SequenceEqual(_toldNodes.There);
                if (same && (own.Count == 0 || now - _toldNodes.At < renewal)) return null;
                if (now - _toldNodes.At < every) return null;
                _toldNodes = (own, now);
                return new NodePresence(node, _subject.Kind, _subject.Id, _subject.DeskId, _subject.Departments, own);
            }
        }

        /// <summary>Nobody is here, all know that, and from now on nobody comes in any more.</summary>
        public bool IsSwept(DateTimeOffset now)
        {
            lock (_lock) return _isSwept = _screens.Count == 0 && _nodes.Count == 0 && _told.There.Count == 0 && _toldNodes.There.Count == 0 && now - _told.At > TimeSpan.FromMinutes(1);
        }

        private IReadOnlyList<Present> Everybody(DateTimeOffset now)
        {
            if (_seen is { } seen && now < seen.Until) return seen.There;
            foreach (var (node, (_, until)) in _nodes) if (until <= now) _nodes.Remove(node);
            var there = OwnPeople(now);
            if (_nodes.Count > 0) there = People([.. there, .. _nodes.Values.SelectMany(n => n.There)]);
            NoteArrivals(there, now);
            _seen = new Seen(there, _screens.Values.Select(s => s.Until).Concat(_nodes.Values.Select(n => n.Until)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min());
            return there;
        }

        private void NoteArrivals(List<Present> there, DateTimeOffset now)
        {
            foreach (var (personId, _) in _arrivals) if (!there.Exists(p => p.PersonId == personId)) _arrivals.Remove(personId);
            foreach (var one in there)
            {
                var idle = one.Doing is Doing.Idle;
                var isNews = !_arrivals.TryGetValue(one.PersonId, out var before) || (before.Idle && !idle);
                _arrivals[one.PersonId] = (isNews ? now : before.At, idle);
            }
        }

        private List<Present> OwnPeople(DateTimeOffset now)
        {
            foreach (var (screen, (_, until)) in _screens) if (until <= now) _screens.Remove(screen);
            return People([.. _screens.Values.Select(s => s.Who)]);
        }

        private static List<Present> People(List<Present> screens) => screens.Count < 2 ? screens :
            [.. screens.GroupBy(p => p.PersonId).Select(g => g.MaxBy(p => p.Doing)!).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.PersonId)];

        /// <param name="Until">UTC: then one of them ends who is not renewed.</param>
        private sealed record Seen(IReadOnlyList<Present> There, DateTimeOffset Until);
    }
}
