using LiveDesk.Infrastructure.Search;
using Xunit;

namespace LiveDesk.Tests.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Über-Größe  STRASSE straße", "uber grosse strasse strasse")]
    [InlineData("ﬁne café naïve İstanbul", "fine cafe naive istanbul")]
    [InlineData("أَحْمَد كتـــاب", "احمد كتاب")]
    [InlineData("東京タワー abc漢字", "東 京 タ ワ ー abc 漢 字")]
    [InlineData("a\"b OR (c* NEAR/3 d) -e ^f:g {h}", "a b or c near 3 d e f g h")]
    [InlineData("\ud83d\ude00 \ud800 \0 \u202e", "")]
    [InlineData("TKT-7Q2M9X v1.2", "tkt 7q2m9x v1 2")]
    public void A_text_becomes_words(string text, string words) => Assert.Equal(words, string.Join(' ', Words.In(text)));

    [Theory]
    [InlineData("resetting", "reset")]
    [InlineData("batteries", "batter")]
    [InlineData("battery", "batter")]
    [InlineData("printers", "printer")]
    [InlineData("Rechnungen", "rechn")]
    [InlineData("news", "news")]
    public void Endings_fall_off(string word, string stem) => Assert.Equal(stem, Words.Stem(Words.In(word)[0]));

    [Theory]
    [InlineData("internet", "internal")]
    [InlineData("password", "passport")]
    [InlineData("form", "format")]
    public void Different_words_stay_apart(string one, string other) => Assert.NotEqual(Words.Stem(one), Words.Stem(other));

    [Theory]
    [InlineData("Open Settings. Click Save! Done?", 3)]
    [InlineData("Use e.g. AAA cells, i.e. lithium ones.", 1)]
    [InlineData("1. Open the lid\n2. Close it", 2)]
    [InlineData("Version 10.0.14 costs 3.50 today.", 1)]
    [InlineData("", 0)]
    public void A_text_becomes_sentences(string text, int count) => Assert.Equal(count, Sentences.Of(text).Count);
}
