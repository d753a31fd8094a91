using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Tickets;

public sealed class TicketNumberTests
{
    private static readonly Gen<long> AnyNumber = Gen.OneOf(
        Gen.Choose(1, int.MaxValue).Select(n => (long)n),
        ArbMap.Default.GeneratorFor<ulong>().SelectMany(seed => Gen.Choose(0, 62).Select(bits => Math.Max(1, (long)((seed * 0x9E37_79B9_7F4A_7C15UL) >> 1 >> bits)))));

    [Fact]
    public void Both_forms_of_every_number_lead_back_to_it() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(AnyNumber.ToArbitrary(), Returns));

    [Theory]
    [InlineData(1)]
    [InlineData((1L << 30) - 1)]
    [InlineData(1L << 30)]
    [InlineData((1L << 30) + 1)]
    [InlineData(long.MaxValue - (1L << 30))]
    [InlineData(long.MaxValue - (1L << 30) + 1)]
    [InlineData(long.MaxValue)]
    public void So_do_the_numbers_at_the_edges(long number) => Assert.True(Returns(number));

    [Fact]
    public void No_two_numbers_share_a_form()
    {
        var shown = Enumerable.Range(1, 200_000).Select(n => TicketNumber.Show(n, NumberForm.Scrambled)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(200_000, shown.Count);
    }

    [Theory, BothDatabases]
    public async Task Of_tickets_opened_at_the_same_moment_on_every_node_each_has_a_number_of_its_own(DatabaseKind kind)
    {
        const int Each = 20;
        await using var desk = await TestDesk.OpenAsync(kind);
        await using var second = kind is DatabaseKind.Postgres ? await desk.OpenSecondNodeAsync() : null;
        TestDesk[] nodes = second is null ? [desk] : [desk, second];
        var opened = await Task.WhenAll(nodes.SelectMany(node => Enumerable.Range(0, Each).Select(i => Task.Run(() => node.AddTicketAsync($"Door {i}")))));
        // One after the other: none twice, and none left out.
        Assert.Equal(Enumerable.Range(0, nodes.Length * Each).Select(n => opened.Min(t => t.Number) + n), opened.Select(t => t.Number).Order());
        await using var db = desk.OpenDatabase();
        Assert.Equal(opened.OrderBy(t => t.Number), (await db.Tickets.OrderBy(t => t.Number).Select(t => new { t.Id, t.Number }).ToListAsync()).Select(t => (t.Id, t.Number)));
    }

    [Fact]
    public void What_reads_as_a_number_shows_as_that_number()
    {
        // Forgiving reading may accept more than one text for a number, but never one number's own form for another number.
        var alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZilou-#".ToCharArray();
        var texts = Gen.Elements(alphabet).ArrayOf(6).Select(c => "TKT-" + new string(c));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (TicketNumber.Read(text) is not { } number) return true;
            var canonical = text.ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
            return number > 0 && "TKT-" + canonical[4..] == TicketNumber.Show(number, NumberForm.Scrambled);
        }));
    }

    [Fact]
    public void Carla_may_type_it_as_she_likes()
    {
        var shown = TicketNumber.Show(1042, NumberForm.Scrambled);
        foreach (var typed in new[] { "1042", "#1042", " #1042 ", shown, shown.ToLowerInvariant(), $"  {shown}\n", shown.Replace('0', 'o').Replace('1', 'l') })
            Assert.Equal(1042, TicketNumber.Read(typed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1 042")]
    [InlineData("1e3")]
    [InlineData("٣")]
    [InlineData("9223372036854775808")]
    [InlineData("TKT-")]
    [InlineData("TKT-7Q2M9")]
    [InlineData("TKT-7Q2M9XX")]
    [InlineData("TKT-7Q2M9U")]
    [InlineData("TKT--7Q2M9X")]
    [InlineData("TKT-8589934592-7Q2M9X")]
    [InlineData("TKT-99999999999999999999-7Q2M9X")]
    public void What_is_no_number_is_none(string? text) => Assert.Null(TicketNumber.Read(text));

    private static bool Returns(long number) =>
        TicketNumber.Read(TicketNumber.Show(number, NumberForm.Scrambled)) == number && TicketNumber.Read(TicketNumber.Show(number, NumberForm.Plain)) == number;
}
