using LiveDesk.Infrastructure.Search;
using Xunit;

namespace LiveDesk.Tests.Search;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("The Gateway is down", "gateways", "The [Gateway] is down")]
    [InlineData("Both gateways are down", "gateway down", "Both [gateways] are [down]")]
    [InlineData("Die Tür klemmt", "tur", "Die [Tür] klemmt")]
    [InlineData("press menu\n\nthen   4", "men", "press [menu] then 4")]
    [InlineData("a gate and gateways", "gate a", "[a] [gate] and gateways")]
    [InlineData("営業部の共有フォルダ", "有", "営業部の共[有]フォルダ")]
    [InlineData("e-mail from carla@example.com", "example", "e-mail from carla@[example].com")]
    [InlineData("<b>bold</b>", "bold", "<b>[bold]</b>")]
    public void What_was_searched_for_stands_out(string text, string asked, string shown) => Assert.Equal(shown, Shown(Excerpts.Of(text, Words.In(asked))));

    [Fact]
    public void A_long_text_is_cut_at_words_around_the_first_hit()
    {
        var around = string.Join(' ', Enumerable.Repeat("lorem", 100));
        var shown = Shown(Excerpts.Of($"{around} walrus {around}", ["walrus"]));
        Assert.StartsWith("…lorem lorem", shown, StringComparison.Ordinal);
        Assert.Contains(" lorem [walrus] lorem ", shown, StringComparison.Ordinal);
        Assert.EndsWith("lorem…", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 100, 250);
    }

    [Theory]
    [InlineData("nothing of it")]
    [InlineData("")]
    [InlineData("\ud800")]
    public void Without_a_hit_there_is_none(string text) => Assert.Null(Excerpts.Of(text, ["walrus"]));

    private static string Shown(Excerpt? excerpt) => string.Concat(excerpt!.Parts.Select(p => p.IsHit ? $"[{p.Text}]" : p.Text));
}
