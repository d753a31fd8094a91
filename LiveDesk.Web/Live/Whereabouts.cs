using LiveDesk.Domain;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Web.Live;

/// <summary>
/// Says for one screen that its person is somewhere, and what they do there: at once when it changes, and every few seconds that it still is
/// so. Whoever closes the window is gone within seconds: the framework keeps a lost circuit for minutes, this does not.
/// </summary>
public sealed class Whereabouts : IDisposable
{
    /// <summary>A blink of the network is no leaving.</summary>
    public static readonly TimeSpan Blink = TimeSpan.FromSeconds(2);
    /// <summary>After the last key.</summary>
    public static readonly TimeSpan EditingLives = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Beat = Presence.ScreenLives / 3;

    private readonly Presence _presence;
    private readonly Connection _connection;
    private readonly Attention _attention;
    private readonly TimeProvider _clock;
    private readonly Actor _me;
    private readonly Guid _screen;
    private readonly Lock _lock = new();
    private readonly ITimer _beat;
    private FactSubject _place;
    private DateTimeOffset _edited = DateTimeOffset.MinValue;
    private bool _over;

    public Whereabouts(Presence presence, Connection connection, Attention attention, TimeProvider clock, Actor me, Guid screen, FactSubject place)
    {
        (_presence, _connection, _attention, _clock, _me, _screen, _place) = (presence, connection, attention, clock, me, screen, place);
        _connection.Changed += OnConnection;
        _attention.Changed += Say;
        _beat = clock.CreateTimer(_ => Say(), null, Beat, Beat);
        Say();
    }

    /// <summary>The same subject, which may stand in another department now: who hears of it changes at once.</summary>
    public void Stands(FactSubject place)
    {
        lock (_lock) _place = place;
        Say();
    }

    /// <summary>A key was struck in the article's text.</summary>
    public void Edits()
    {
        lock (_lock) _edited = _clock.GetUtcNow();
        Say();
    }

    public void Dispose()
    {
        _connection.Changed -= OnConnection;
        _attention.Changed -= Say;
        lock (_lock) _over = true;
        _beat.Dispose();
        _presence.Gone(_place.Id, _screen);
    }

    private void OnConnection()
    {
        if (_connection.IsUp) Say();
        else _beat.Change(Blink, Beat);
    }

    private void Say()
    {
        lock (_lock)
        {
            if (_over) return;
            if (_connection.IsUp) _presence.Here(_place, _screen, new Present(_me.Id!.Value, _me.Name, ActorKind.Agent, Doing()));
            else _presence.Gone(_place.Id, _screen);
        }
    }

    private Doing Doing()
    {
        var since = _clock.GetUtcNow() - _edited;
        if (since < EditingLives) _beat.Change(EditingLives - since, Beat);
        else _beat.Change(Beat, Beat);
        return since < EditingLives ? Infrastructure.Live.Doing.Editing : _attention.IsIdle ? Infrastructure.Live.Doing.Idle : Infrastructure.Live.Doing.Viewing;
    }
}
