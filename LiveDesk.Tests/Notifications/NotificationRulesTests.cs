using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;

namespace LiveDesk.Tests.Notifications;

/// <summary>Rules that need no database: whom a note names, and what somebody chose.</summary>
public sealed class NotificationRulesTests
{
    private static readonly (string, string)[] Known = [("Ben", "ben"), ("Ana", "ana"), ("Ana Maria", "ana maria"), ("Billing", "billing"), ("Zoë O'Neill_Jr", "zoë")];

    [Theory]
    [InlineData("@Ben, look", "ben")]
    [InlineData("look (@ben)", "ben")]
    [InlineData("@Ana Maria and not the other", "ana maria")]
    [InlineData("@Ana and @billing: now", "ana billing")]
    [InlineData("for @Zoë O'Neill\\_Jr.", "zoë")]
    [InlineData("@Benjamin", "")]
    [InlineData("mail ana@Ben.example", "")]
    [InlineData("`@Ben` and\n```\n@Ana\n```\n", "")]
    [InlineData("@ Ben, @, @@", "")]
    [InlineData("@Ben @Ben @BEN", "ben")]
    public void A_note_names_whoever_stands_behind_an_at_sign(string note, string expected) =>
        Assert.Equal(expected.Split(expected.Contains("maria", StringComparison.Ordinal) ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries).Order(), Mentions.In(note, Known).Order());

    [Fact]
    public void Of_two_people_with_one_name_both_are_meant() => Assert.Equal([1, 2], Mentions.In("@Ben!", [("Ben", 1), ("Ben", 2)]));

    [Fact]
    public void Whoever_chose_nothing_is_told_everything_and_a_choice_holds_for_its_kind_alone()
    {
        var ana = new NotificationSettings(Guid.NewGuid());
        Assert.True(ana.Wants(NotificationKind.Mentioned, NotificationChannel.Toast));
        ana.Choose(new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>> { [NotificationKind.Mentioned] = [NotificationChannel.Bell] }, null, null);
        Assert.Equal((true, false, true), (ana.Wants(NotificationKind.Mentioned, NotificationChannel.Bell), ana.Wants(NotificationKind.Mentioned, NotificationChannel.Toast), ana.Wants(NotificationKind.Assigned, NotificationChannel.Toast)));
    }

    [Theory]
    [InlineData("22:00", "07:00", "23:30", true)]
    [InlineData("22:00", "07:00", "06:59", true)]
    [InlineData("22:00", "07:00", "07:00", false)]
    [InlineData("22:00", "07:00", "12:00", false)]
    [InlineData("12:00", "13:00", "12:00", true)]
    [InlineData("12:00", "13:00", "13:00", false)]
    public void Quiet_hours_may_go_over_midnight_and_end_with_their_end(string from, string to, string at, bool quiet)
    {
        var ana = new NotificationSettings(Guid.NewGuid());
        Assert.False(ana.IsQuietAt(Time(at)));
        ana.Choose(ana.Ways, Time(from), Time(to));
        Assert.Equal(quiet, ana.IsQuietAt(Time(at)));
    }

    [Fact]
    public void Quiet_hours_without_an_end_and_kinds_that_there_are_not_are_refused_with_a_sentence()
    {
        var ana = new NotificationSettings(Guid.NewGuid());
        Assert.Contains("a beginning and an end", Assert.Throws<RuleViolation>(() => ana.Choose(ana.Ways, Time("22:00"), null)).Message);
        Assert.Contains("Choose another end", Assert.Throws<RuleViolation>(() => ana.Choose(ana.Ways, Time("22:00"), Time("22:00"))).Message);
        Assert.Throws<RuleViolation>(() => ana.Choose(new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>> { [(NotificationKind)99] = [] }, null, null));
        Assert.Throws<RuleViolation>(() => ana.Choose(new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>> { [NotificationKind.Assigned] = [(NotificationChannel)99] }, null, null));
        Assert.Null(ana.QuietFrom);
    }

    private static TimeOnly Time(string time) => TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
