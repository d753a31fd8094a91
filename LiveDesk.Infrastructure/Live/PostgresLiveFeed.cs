using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Live;

/// <summary>
/// The feed of several nodes on one PostgreSQL: this node's screens hear at once, the other nodes over NOTIFY. What travels is the ids of
/// committed activities (each node reads them itself) and whispers. <see cref="PostgresFeedLine"/> sends and receives.
/// </summary>
public sealed class PostgresLiveFeed(InProcessLiveFeed here, LiveNode node, ILogger<PostgresLiveFeed> log) : ILiveFeed
{
    public const string ChannelName = "livedesk";

    /// <summary>PostgreSQL takes payloads below 8000 bytes. What is sent is ASCII, as our JSON is: a character is a byte.</summary>
    private const int LongestPayload = 7900;
    private const int MostWaiting = 10_000;
    private const int IdsAtOnce = 350;

    private static readonly LiveActor Feed = new(ActorKind.System, null, Actor.System.Name);

    private readonly string _node = node.Number.ToString(CultureInfo.InvariantCulture);

    // Full means that the database has been away for long: the oldest go, and the other nodes find the activities when they sweep.
    private readonly Channel<string> _outgoing = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly LongNotifications _long = new();

    internal ChannelReader<string> Outgoing => _outgoing.Reader;

    internal HeardActivities Heard { get; } = new();

    public IDisposable Subscribe(Func<Sight> sight, Func<LiveSignal, bool> cares, Action<LiveSignal> hear) => here.Subscribe(sight, cares, hear);

    public void Publish(IReadOnlyList<LiveSignal> signals)
    {
        here.Publish(signals);
        foreach (var some in signals.Select(s => s.Sequence).Chunk(IdsAtOnce))
        {
            Heard.Add(some);
            Send('a', string.Join(',', some.Select(id => id.ToString(CultureInfo.InvariantCulture))));
        }
    }

    public void WhisperHere(Fact fact, LiveActor by) => here.Whisper(fact, by);

    public void Whisper(Fact fact, LiveActor by)
    {
        here.Whisper(fact, by);
        WhisperElsewhere(fact, by);
    }

    public void WhisperElsewhere(Fact fact, LiveActor by) => Send('w', Json.Write(new Whispered(fact.GetType().Name, FactTypes.Write(fact), by)));

    /// <summary>What a notification says; null when it is this node's own, or not one of ours.</summary>
    internal FeedNews? Understand(string payload)
    {
        var parts = payload.Split(':', 3);
        if (parts.Length < 3 || parts[0] == _node) return null;
        try
        {
            return parts[1] switch
            {
                "a" => new FeedNews([.. parts[2].Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))], null),
                "p" => _long.Join(parts[0], parts[2]) is { } whole ? Understand($"{parts[0]}:{whole}") : null,
                _ => new FeedNews([], Json.Read<Whispered>(parts[2])),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException)
        {
            log.LogWarning(e, "A notification on the channel {Channel} was not understood", ChannelName);
            return null;
        }
    }

    internal void HearWhisper(Whispered whispered) => here.Whisper(FactTypes.Read(whispered.Kind, whispered.Data), whispered.By);

    internal void HearActivities(IReadOnlyList<LiveSignal> signals) => here.Publish(signals);

    /// <summary>Something was missed, nobody knows what: every screen reads again.</summary>
    internal void AskAllToLookAgain() => here.Whisper(new FeedCameBack(), Feed);

    /// <summary>The same for the other nodes' screens: what this one said may not have reached them.</summary>
    internal void AskOthersToLookAgain() => WhisperElsewhere(new FeedCameBack(), Feed);

    private void Send(char kind, string what)
    {
        if (what.Length <= LongestPayload - _node.Length - 3) _outgoing.Writer.TryWrite($"{_node}:{kind}:{what}");
        else foreach (var piece in _long.Split($"{kind}:{what}", LongestPayload - 64)) _outgoing.Writer.TryWrite($"{_node}:p:{piece}");
    }
}

internal sealed record Whispered(string Kind, string Data, LiveActor By);

internal sealed record FeedNews(IReadOnlyList<long> Activities, Whispered? Whisper);

/// <summary>Which activities this node has told its screens of, as far back as it sweeps.</summary>
internal sealed class HeardActivities
{
    private readonly HashSet<long> _heard = [];

    public void Add(IEnumerable<long> ids)
    {
        lock (_heard) _heard.UnionWith(ids);
    }

    /// <summary>Those of <paramref name="ids"/> that are news; from now on they are not.</summary>
    public IReadOnlyList<long> Unheard(IEnumerable<long> ids)
    {
        lock (_heard) return [.. ids.Where(_heard.Add)];
    }

    public void ForgetUpTo(long id)
    {
        lock (_heard) _heard.RemoveWhere(h => h <= id);
    }
}
