using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain.Files;
using Xunit;

namespace LiveDesk.Tests.Files;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("picture.png", "picture.png")]
    [InlineData("../../x", "x")]
    [InlineData("..\\..\\windows\\system32\\cmd.exe", "cmd.exe")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\boot.ini", "boot.ini")]
    [InlineData("\\\\server\\share\\a.txt", "a.txt")]
    [InlineData("C:evil.txt", "Cevil.txt")]
    [InlineData("a.txt::$DATA", "a.txt$DATA")]
    [InlineData("..", "file")]
    [InlineData("....//....//", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData(" . ", "file")]
    [InlineData(".htaccess", "htaccess")]
    [InlineData("a.png\0.exe", "a.png.exe")]
    [InlineData("a\r\nSet-Cookie: x=1", "aSet-Cookie x=1")]
    [InlineData("x\"; filename=\"y.html", "x; filename=y.html")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("inv\u200Boice\u200F.pdf", "invoice.pdf")]
    [InlineData("Straße 東京 שלום 🙂.pdf", "Straße 東京 שלום 🙂.pdf")]
    [InlineData("trailing. . ", "trailing")]
    [InlineData("a\u00A0.", "a")]
    [InlineData(".\u3000.\u200D.b", "b")]
    [InlineData(".\u200D.", "file")]
    public void A_name_keeps_its_last_part_and_nothing_that_deceives(string? given, string kept) => Assert.Equal(kept, Attachment.SafeName(given));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("half\uFFFD.png", Attachment.SafeName("half" + (char)0xD83D + ".png"));

    [Fact]
    public void A_long_name_keeps_its_ending_and_whole_characters()
    {
        var name = Attachment.SafeName(string.Concat(Enumerable.Repeat("🙂", 500)) + ".jpeg");
        Assert.EndsWith("🙂.jpeg", name, StringComparison.Ordinal);
        Assert.InRange(name.Length, Attachment.LongestName - 2, Attachment.LongestName);
        Assert.Equal(Attachment.LongestName, Attachment.SafeName(new string('a', 500)).Length);
    }

    [Fact]
    public void Threat_7_no_name_at_all_leads_out_of_a_folder_or_a_header() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Gen.OneOf(Gen.Elements("./\\:\"\r\n\0 %*?<>|".ToCharArray()), Gen.Choose(0, 0xFFFF).Select(i => (char)i)).ArrayOf().ToArbitrary(), chars =>
        {
            var safe = Attachment.SafeName(new string(chars));
            return safe.Length is > 0 and <= Attachment.LongestName && safe[0] != '.' && safe.IndexOfAny(['/', '\\', ':', '"', '\r', '\n', '\0']) < 0
                && Path.GetFileName(safe) == safe && Attachment.SafeName(safe) == safe;
        }));

    [Fact]
    public void A_file_never_moves_from_one_entry_to_another()
    {
        var file = new Attachment(Guid.NewGuid(), Guid.NewGuid(), "a.png", "image/png", 5, Uploader.Of(Cast.Carla), Cast.Monday);
        var (ticket, entry, line) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        file.HangOnChat(Guid.NewGuid(), line);
        file.HangOnEntry(ticket, entry);
        file.HangOnEntry(ticket, entry);
        Assert.Throws<InvalidOperationException>(() => file.HangOnEntry(ticket, Guid.NewGuid()));
        Assert.Throws<InvalidOperationException>(() => file.HangOnChat(Guid.NewGuid(), Guid.NewGuid()));
    }
}
