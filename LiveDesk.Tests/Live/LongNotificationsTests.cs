using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Tests.Live;

/// <summary>What is too long for one notification between nodes.</summary>
public sealed class LongNotificationsTests
{
    [Fact]
    public void Two_long_ones_whose_pieces_mix_are_each_put_together()
    {
        var (here, there) = (new LongNotifications(), new LongNotifications());
        var (a, b) = (new string('a', 25), new string('b', 29));
        var mixed = here.Split(a, 10).Zip(here.Split(b, 10)).SelectMany(pair => new[] { pair.First, pair.Second });
        Assert.Equal([a, b], mixed.Select(piece => there.Join("node", piece)).OfType<string>());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1.5.3:beyond the end")]
    [InlineData("1.0.99999999:endless")]
    [InlineData("1.-1.3:before the beginning")]
    public void Nonsense_is_no_piece_of_anything(string heard) => Assert.Throws<FormatException>(() => new LongNotifications().Join("1", heard));
}
