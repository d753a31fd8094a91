using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using Xunit;

namespace LiveDesk.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("Hel\0lo", "Hel lo", "Hello")]
    [InlineData("one\r\ntwo", "one  two", "one\ntwo")]
    [InlineData("  שלום עולם ", "שלום עולם", "שלום עולם")]
    [InlineData("👩‍👧 ok 🇩🇪", "👩‍👧 ok 🇩🇪", "👩‍👧 ok 🇩🇪")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe", "invoicefdp.exe")]
    [InlineData("a\u2067שלום\u2069b", "aשלוםb", "a\u2067שלום\u2069b")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void Texts_are_kept_but_for_what_cannot_be_stored_or_deceives(string typed, string line, string body)
    {
        Assert.Equal(line, Text.Line(typed, "subject"));
        Assert.Equal(body, Text.Body(typed, "message"));
    }

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("half \uFFFD pair", Text.Line("half " + (char)0xD83D + " pair", "subject"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n ")]
    [InlineData("\0\0")]
    [InlineData("\u200B\u200D\uFEFF")]
    [InlineData("\u202E\u2066")]
    public void What_shows_nothing_is_empty(string? typed)
    {
        Assert.Null(Text.OptionalLine(typed, "subject"));
        Assert.Null(Text.OptionalBody(typed, "message"));
        Assert.Equal("subject", Assert.Throws<RuleViolation>(() => Text.Line(typed, "subject")).Field);
        Assert.Equal("message", Assert.Throws<RuleViolation>(() => Text.Body(typed, "message")).Field);
    }

    [Fact]
    public void Too_long_is_said_and_never_cut()
    {
        var megabyte = new string('x', 1 << 20);
        Assert.Contains("shorten", Assert.Throws<RuleViolation>(() => Text.Body(megabyte, "message")).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => Text.Line(megabyte, "subject"));
        Assert.Equal(Limits.Body, Text.Body(megabyte[..Limits.Body], "message").Length);
        Assert.Equal(Limits.Line, Text.Line(megabyte[..Limits.Line], "subject").Length);
    }

    [Fact]
    public void Whatever_comes_in_can_be_stored_and_comes_in_again_as_it_is() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(AnyChars.ToArbitrary(), chars =>
        {
            var typed = new string(chars);
            var (line, body) = (Text.OptionalLine(typed, "subject", int.MaxValue), Text.OptionalBody(typed, "message"));
            return Storable(line) && Storable(body) && line?.Contains('\n') is not true
                && Text.OptionalLine(line, "subject", int.MaxValue) == line && Text.OptionalBody(body, "message") == body;
        }));

    [Theory]
    [InlineData(" Carla@Example.COM ", "carla@example.com")]
    [InlineData("", null)]
    [InlineData("carla+desk@sub.example.com", "carla+desk@sub.example.com")]
    public void An_address_is_kept_in_small_letters(string typed, string? kept) => Assert.Equal(kept, Text.OptionalEmail(typed));

    [Theory]
    [InlineData("carla")]
    [InlineData("@example.com")]
    [InlineData("carla@")]
    [InlineData("carla@@example.com")]
    [InlineData("carla@example.com\r\nBcc: all@example.com")]
    [InlineData("Carla <carla@example.com>")]
    [InlineData("carla@example.com,dev@example.com")]
    [InlineData("carla\u200B@example.com")]
    public void What_is_no_address_or_more_than_one_is_refused(string typed) => Assert.Throws<RuleViolation>(() => Text.OptionalEmail(typed));

    [Theory]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123-")]
    public void A_senders_id_is_short_and_plain(string id) => Assert.Throws<RuleViolation>(() => Text.OptionalSenderMadeId(id));

    [Fact]
    public void A_machines_words_are_cut_and_never_a_reason_to_fail()
    {
        Assert.Equal(10, Text.Shortened(new string('x', 1_000), 10)!.Length);
        Assert.Equal("12345678…", Text.Shortened("12345678🙂🙂🙂", 10));
        Assert.Null(Text.Shortened("\0"));
    }

    private static readonly Gen<char[]> AnyChars = Gen.OneOf(Gen.Choose(0, 0xFFFF), Gen.Choose(0, 0xFF), Gen.Elements(0x0D, 0x0A, 0x200B, 0x202E, 0xD83D, 0xDE42)).Select(i => (char)i).ArrayOf();

    private static bool Storable(string? text) =>
        text is null || (text.Length > 0 && !text.Contains('\0') && text == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)));
}
