using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Tests.Sla;

/// <summary>Whatever the zone, the week, the holidays and the moment: the calendar agrees with the clock on the wall, minute by minute.</summary>
public sealed class CalendarProperties
{
    private static readonly Arbitrary<int> AnySeed = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Work_time_is_what_the_clock_on_the_wall_says() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(6_000), Prop.ForAll(AnySeed, AgreesWithTheWall));

    [Fact]
    public void The_cases_meet_what_is_hard()
    {
        var scenes = Enumerable.Range(0, 2_000).Select(i => new SlaScene(i)).ToList();
        Assert.Equal(SlaScene.Zones.Order(), scenes.Select(s => s.Calendar.TimeZone).Distinct().Order());
        Assert.InRange(scenes.Count(s => s.ChangesItsClock), 400, 2_000);
        Assert.InRange(scenes.Count(s => s.HasHoliday), 600, 2_000);
        Assert.Contains(scenes, s => s.Calendar.TimeZone == "Pacific/Apia" && s.ChangesItsClock && s.Start.Year == 2011);
        Assert.InRange(scenes.Count(s => s.Calendar.Week.GroupBy(h => h.Day).Any(d => d.Count() > 1)), 800, 2_000);
    }

    private static void AgreesWithTheWall(int seed)
    {
        var scene = new SlaScene(seed);
        var (calendar, wall) = (scene.Calendar, new WallClock(scene.Calendar));
        var worked = wall.Worked(scene.Start, scene.Minutes);
        for (var i = 0; i < 8; i++)
        {
            var from = scene.Next(scene.Minutes);
            var to = scene.Next(scene.Minutes - from + 1) + from;
            Agree(scene, $"from minute {from} to {to}", worked[to] - worked[from], calendar.WorkBetween(scene.At(from), scene.At(to)).TotalMinutes);
            Agree(scene, $"open at minute {from}", worked[from + 1] > worked[from], calendar.IsOpen(scene.At(from)));
            var work = scene.Next(worked[^1] - worked[from] + 2);
            var first = Array.FindIndex(worked, from, w => w - worked[from] >= work);
            var found = calendar.AfterOrNever(scene.At(from), TimeSpan.FromMinutes(work));
            if (first >= 0) Agree(scene, $"{work} minutes after minute {from}", scene.At(first), found);
            else Assert.True(found is null || found > scene.At(scene.Minutes), scene.ToString());
        }
    }

    private static void Agree<T>(SlaScene scene, string what, T wall, T calendar) =>
        Assert.True(EqualityComparer<T>.Default.Equals(wall, calendar), $"{what}: the wall says {wall}, the calendar {calendar}. {scene}");
}
