using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Assistant;
using Xunit;

namespace LiveDesk.Tests.Assistant;

public sealed class SupportTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);
    private static readonly Passage Battery = new(Guid.NewGuid(), new Article(Guid.NewGuid(), null, "battery", new ArticleText("Battery", "x"), Actor.System, "Written", Now), 0, "Change it",
        "Open the lid with a T8 key. Put in two AAA cells within 15 minutes. Do not use alkaline cells. See https://docs.example/battery for pictures.");

    [Theory]
    [InlineData("Open the lid with a T8 key.")]
    [InlineData("Please open the lid with the T8 key and put in two AAA cells.")]
    [InlineData("You have 15 minutes to put in the cells.")]
    [InlineData("Don't use alkaline cells.")]
    [InlineData("Pictures are at https://docs.example/battery.")]
    public void It_stands_in_the_passage(string sentence) => Assert.True(Support.Holds(sentence, [Battery]));

    [Theory]
    [InlineData("You have 5 minutes to put in the cells.")]
    [InlineData("Use alkaline cells.")]
    [InlineData("Do not open the lid with a T8 key.")]
    [InlineData("Open the lid with a T9 key.")]
    [InlineData("Pictures are at https://docs.example/evil.")]
    [InlineData("Our warranty covers everything for ever.")]
    [InlineData("")]
    public void It_does_not(string sentence) => Assert.False(Support.Holds(sentence, [Battery]));

    [Fact]
    public void Without_a_source_nothing_is_supported() => Assert.False(Support.Holds("Open the lid with a T8 key.", []));

    [Fact]
    public void A_link_that_no_passage_has_is_taken_out() =>
        Assert.Equal("See https://docs.example/battery or [link removed] now", Support.WithoutForeignLinks("See https://docs.example/battery or https://evil.example/x now", [Battery]));
}
