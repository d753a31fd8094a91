using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Tests.Sla;

/// <summary>Whatever happens to a clock of any kind, and whenever: it says what somebody with a stopwatch would, who looks at the wall every minute.</summary>
public sealed class ClockProperties
{
    [Fact]
    public void No_history_makes_the_clock_lie()
    {
        var histories = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), WithoutOne);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(12), Prop.ForAll(histories, steps => Play(steps)));
    }

    [Fact]
    public void The_histories_end_in_every_way()
    {
        var random = new System.Random(7);
        var ends = Enumerable.Range(0, 600).Select(_ => Play([.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next())])).ToList();
        Assert.Equal(Enum.GetValues<SlaState>(), ends.Select(e => e.State).Distinct().Order());
        Assert.InRange(ends.Count(e => e.WasPaused), 200, 600);
        Assert.InRange(ends.Count(e => e.FoundDue), 50, 600);
        Assert.InRange(ends.Count(e => e.CameBack), 20, 600);
        Assert.All(Enum.GetValues<SlaKind>(), kind => Assert.InRange(ends.Count(e => e.Kind == kind), 100, 600));
        Assert.InRange(ends.Count(e => e.BeganAgain), 10, 600);
    }

    private sealed record End(SlaState State, bool WasPaused, bool FoundDue, bool CameBack, SlaKind Kind, bool BeganAgain);

    private static End Play(int[] steps)
    {
        var scene = new SlaScene(steps.Aggregate(17, (seed, step) => unchecked((31 * seed) + step)));
        var stopwatch = new Stopwatch(scene);
        foreach (var step in steps) stopwatch.Do(new System.Random(step));
        return stopwatch.Compare();
    }

    private static IEnumerable<int[]> WithoutOne(int[] steps) => Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, j) => j != i).ToArray());

    /// <summary>A clock, and beside it what it should know, written down minute by minute.</summary>
    private sealed class Stopwatch
    {
        private readonly SlaScene _scene;
        /// <summary>From which minute on it ran or did not.</summary>
        private readonly List<(int Minute, bool Runs)> _turns = [(0, true)];
        private readonly int _percent;
        private SlaClock _clock;
        private int _minute;
        private readonly SlaKind _kind;
        private bool _cameBack, _beganAgain;

        public Stopwatch(SlaScene scene)
        {
            _scene = scene;
            _percent = scene.Next(10, 100);
            _kind = Enum.GetValues<SlaKind>()[scene.Next(3)];
            _clock = SlaClock.Started(_kind, scene.At(0), Policy(scene.Next(1, 1_200)), scene.Calendar);
        }

        private TimeSpan Risky => _clock.Terms.Target / 100 * _percent;

        public void Do(System.Random dice)
        {
            _minute = Math.Min(_scene.Minutes, _minute + (dice.Next(4) == 0 ? 0 : dice.Next(_scene.Minutes / 4)));
            var at = _scene.At(_minute).ToOffset(TimeSpan.FromHours(dice.Next(-11, 12)));
            if (_clock.Finish is not null)
            {
                GoOn(at, dice.Next(2) == 0);
                return;
            }
            _clock = dice.Next(12) switch
            {
                < 4 => Turn(false, _clock.Paused(at, dice.Next(2) == 0 ? "Waiting" : "On Hold")),
                < 8 => _clock.IsPaused ? Turn(true, _clock.Resumed(at)) : _clock,
                8 => Turn(false, _clock.Met(at)),
                9 => Turn(false, _clock.Cancelled(at)),
                _ => _clock.Recalculated(at, Policy(dice.Next(1, 1_200)), _scene.Calendar, "The priority changed"),
            };
        }

        /// <summary>A resolution comes back, and so does what was cancelled; after an answer the next one is measured anew, and a first answer is given once.</summary>
        private void GoOn(DateTimeOffset at, bool wants)
        {
            if (!wants) Assert.Throws<RuleViolation>(() => _clock.Met(at));
            else if (_kind is SlaKind.Resolution || _clock.Finish!.Outcome is SlaOutcome.Cancelled) (_clock, _cameBack) = (Turn(true, _clock.Reopened(at, "It came back")), true);
            else
            {
                Assert.Throws<RuleViolation>(() => _clock.Reopened(at, "It came back"));
                if (_kind is SlaKind.NextResponse) BeginAgain(at);
                else Assert.Throws<RuleViolation>(() => _clock.StartedAgain(at, Policy(60), _scene.Calendar));
            }
        }

        /// <summary>The wall's count begins at nothing, too.</summary>
        private void BeginAgain(DateTimeOffset at)
        {
            var runs = _clock.Earlier.Count;
            _turns.Clear();
            _turns.Add((0, false));
            (_clock, _beganAgain) = (Turn(true, _clock.StartedAgain(at, Policy(_scene.Next(1, 1_200)), _scene.Calendar)), true);
            Assert.Equal((runs + 1, at.ToUniversalTime()), (_clock.Earlier.Count, _clock.StartedAt));
        }

        public End Compare()
        {
            var worked = new WallClock(_scene.Calendar).Worked(_scene.Start, _scene.Minutes, minute => _turns.FindLast(t => t.Minute <= minute).Runs);
            foreach (var minute in Enumerable.Range(0, 6).Select(_ => _scene.Next(_scene.Minutes + 1)).Append(_minute).Append(_scene.Minutes)) CompareAt(minute, worked);
            CompareSegments();
            CompareWarnings();
            var due = FirstWith(worked, _clock.Terms.Target);
            if (_clock.IsRunning)
            {
                CompareMoment("due", due, _clock.DueAt);
                CompareMoment("at risk", FirstWith(worked, Risky), _clock.AtRiskAt(DateTimeOffset.MinValue));
            }
            else Assert.True((_clock.DueAt, _clock.AtRiskAt(_scene.At(0))) == (null, null), Told("a clock that does not run is due never"));
            return new End(_clock.StateAt(_scene.At(_scene.Minutes)), _turns.Any(t => !t.Runs), _clock.IsRunning && due is not null, _cameBack, _kind, _beganAgain);
        }

        private void CompareAt(int minute, int[] worked)
        {
            var (now, used) = (_scene.At(minute), TimeSpan.FromMinutes(worked[minute]));
            Agree($"used at minute {minute}", used, _clock.Used(now));
            Agree($"remaining at minute {minute}", _clock.Terms.Target - used, _clock.Remaining(now));
            Agree($"state at minute {minute}", StateOf(now, used), _clock.StateAt(now));
            if (_clock.IsRunning && _clock.DueAt is { } due) Agree($"breached at minute {minute}", now >= due, _clock.StateAt(now) is SlaState.Breached);
        }

        private SlaState StateOf(DateTimeOffset now, TimeSpan used)
        {
            var breached = used >= _clock.Terms.Target;
            if (_clock.Finish is { } finish && now >= finish.At) return finish.Outcome is SlaOutcome.Cancelled ? SlaState.Cancelled : breached ? SlaState.Breached : SlaState.Met;
            return breached ? SlaState.Breached : used >= Risky ? SlaState.AtRisk : SlaState.OnTrack;
        }

        /// <summary>Without gaps, without empty ones, and no two alike beside each other.</summary>
        private void CompareSegments()
        {
            var segments = _clock.Segments;
            Assert.All(segments, s => Assert.True(s.To is null || s.From < s.To, Told("an empty segment")));
            Assert.All(segments.Zip(segments.Skip(1)), p => Assert.True(p.First.To == p.Second.From && (p.First.Running, p.First.Why) != (p.Second.Running, p.Second.Why), Told("a gap, or two alike")));
            Assert.True(segments.Count == 0 || segments[0].From == _clock.StartedAt, Told("the first one begins at the start"));
            Assert.Equal(_clock.Finish is null, segments.Count > 0 && segments[^1].To is null);
        }

        /// <summary>Asked at any minutes and told each time: each warning once, and the first at the moment that was foretold.</summary>
        private void CompareWarnings()
        {
            var (clock, given) = (_clock, new List<SlaWarning>());
            foreach (var minute in Enumerable.Range(0, 8).Select(_ => _scene.Next(_scene.Minutes + 1)).Append(_scene.Minutes).Order())
                foreach (var warning in clock.DueWarnings(_scene.At(minute)))
                {
                    given.Add(warning);
                    clock = clock.MarkTold(warning);
                }
            Assert.True(given.SequenceEqual(given.Distinct().Order()), Told($"told {string.Join(", ", given)}"));
            Assert.Equal(_clock.Finish is null && StateOf(_scene.At(_scene.Minutes), _clock.Used(_scene.At(_scene.Minutes))) is not SlaState.OnTrack, given.Count > 0);
            if (_clock.NextWarningAt is not { } next) return;
            Assert.True(_clock.DueWarnings(next).Count == 1 && _clock.DueWarnings(next.AddTicks(-1)).Count == 0, Told($"the warning was foretold for {next:u}"));
        }

        private SlaPolicy Policy(int target) => _scene.Policy(target, _percent / 100.0);

        private SlaClock Turn(bool runs, SlaClock clock)
        {
            _turns.Add((_minute, runs));
            return clock;
        }

        /// <summary>A share of a target may end inside a minute; then the slow clock knows the minute only.</summary>
        private void CompareMoment(string what, int? minute, DateTimeOffset? found)
        {
            if (minute is { } m) Assert.True(found is { } at && at <= _scene.At(m) && at > _scene.At(m - 1), Told($"{what}: the wall says {_scene.At(m):u}, the clock {found:u}"));
            else Assert.True(found is null || found > _scene.At(_scene.Minutes), Told($"{what}: not yet by the wall, {found:u} by the clock"));
        }

        private static int? FirstWith(int[] worked, TimeSpan used)
        {
            var index = Array.FindIndex(worked, w => w >= used.TotalMinutes);
            return index < 0 ? null : index;
        }

        private void Agree<T>(string what, T wall, T clock) =>
            Assert.True(EqualityComparer<T>.Default.Equals(wall, clock), Told($"{what}: the wall says {wall}, the clock {clock}"));

        private string Told(string what) => $"{what}. {string.Join(", ", _turns)} {string.Join(", ", _clock.Segments)} {_scene}";
    }
}
