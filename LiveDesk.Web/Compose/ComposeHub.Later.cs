using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Compose;

/// <summary>Sending later, and sending so that it can be undone.</summary>
public sealed partial class ComposeHub
{
    /// <summary>What the writer chose, and what suits for later.</summary>
    public async Task<LaterChoices?> Later(PlaceAsk ask)
    {
        DemandPace();
        if (await PlaceAsync(ask.Subject, ask.Audience) is not (var me, _)) return null;
        var suggested = SendTimes.Suggested(clock.GetUtcNow(), clock.LocalTimeZone);
        return new LaterChoices(await undo.SecondsAsync(me, Context.ConnectionAborted), UndoSend.Choices,
            [.. suggested.Select(s => new LaterTime(Word(s.Which), Shown(s.Local)))], Shown(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), clock.LocalTimeZone).DateTime));
    }

    public async Task ChooseUndo(UndoAsk ask)
    {
        DemandPace();
        if (await MeAsync() is not { } me) return;
        await SayAsync(() => undo.ChooseAsync(me, ask.Seconds, Context.ConnectionAborted));
    }

    /// <summary>As the browser's own field for a moment writes it, on the clocks of the server's time zone.</summary>
    private DateTimeOffset? SendAtOf(string? later)
    {
        if (string.IsNullOrEmpty(later)) return null;
        return DateTime.TryParseExact(later, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? SendTimes.At(local, clock.LocalTimeZone)
            : throw new RuleViolation("This is not a day and a time. Choose both.", "sendAt");
    }

    private static string Shown(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Word(SendTime time) => time switch
    {
        SendTime.ThisAfternoon => "afternoon",
        SendTime.TomorrowMorning => "tomorrow",
        _ => "monday",
    };
}
