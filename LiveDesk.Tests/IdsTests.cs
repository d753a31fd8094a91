using LiveDesk.Domain;
using Xunit;

namespace LiveDesk.Tests;

public sealed class IdsTests
{
    [Fact]
    public void Ids_rise_strictly_for_everybody_even_when_eight_make_them_at_once()
    {
        var made = new Guid[8][];
        Parallel.For(0, 8, i => made[i] = [.. Enumerable.Range(0, 20_000).Select(_ => Ids.New(Cast.Monday))]);
        Assert.All(made, mine => Assert.True(mine.Zip(mine.Skip(1)).All(pair => pair.First.CompareTo(pair.Second) < 0)));
        Assert.Equal(160_000, made.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public void A_clock_that_steps_back_does_not_turn_the_order()
    {
        var first = Ids.New(Cast.Monday.AddHours(1));
        var second = Ids.New(Cast.Monday.AddHours(-1));
        Assert.True(first.CompareTo(second) < 0);
        Assert.True(string.CompareOrdinal(first.ToString(), second.ToString()) < 0);
        Assert.Equal(7, second.Version);
    }
}
