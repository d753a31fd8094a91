using LiveDesk.Domain;
using LiveDesk.Domain.Sla;
using LiveDesk.Web.Sla;
using Xunit;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Sla;

public sealed class SlaTextTests
{
    [Theory]
    [InlineData("8-12, 13-17", "08:00–12:00, 13:00–17:00")]
    [InlineData("13:00–17:00;8:30 – 12.15", "08:30–12:15, 13:00–17:00")]
    [InlineData("0-24", "00:00–24:00")]
    [InlineData(" ", "")]
    [InlineData(null, "")]
    public void Hours_are_typed_as_people_type_them(string? typed, string shown) => Assert.Equal(shown, WeekText.Of(WeekText.Read(DayOfWeek.Monday, typed, "no")));

    [Theory]
    [InlineData("eight to five")]
    [InlineData("8")]
    [InlineData("8-")]
    [InlineData("25-26")]
    [InlineData("8:60-9")]
    [InlineData("8:5-9")]
    [InlineData("24:01-24:02")]
    [InlineData("8-9-10")]
    [InlineData("-8-9")]
    [InlineData("٨-٩")]
    public void Other_texts_are_refused_with_the_day(string typed) =>
        Assert.Equal("Tuesday", Assert.Throws<RuleViolation>(() => WeekText.Read(DayOfWeek.Tuesday, typed, "no").ToList()).Field);

    [Theory]
    [InlineData(0.5, "< 1 min")]
    [InlineData(-59, "59 min")]
    [InlineData(60, "1 h")]
    [InlineData(125, "2 h 5 min")]
    [InlineData(11 * 60 + 5, "11 h")]
    [InlineData(48 * 60, "2 d")]
    public void A_span_is_short(double minutes, string text) => Assert.Equal(text, SlaText.Span(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_state_reads_back_from_the_address()
    {
        foreach (var state in Enum.GetValues<SlaState>()) Assert.Equal(state, SlaText.Read(SlaText.Key(state)));
        Assert.Null(SlaText.Read("'; DROP"));
        Assert.Equal("−26 h 10 min", SlaText.Work(-Hours(26) - TimeSpan.FromMinutes(10)));
    }
}
