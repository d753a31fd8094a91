using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.People;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>How long after “Send” a reply can be taken back: everybody's own choice. 0: it is sent at once.</summary>
public sealed class UndoSend(PersonPreferences preferences)
{
    /// <summary>Seconds.</summary>
    public static readonly IReadOnlyList<int> Choices = [0, 5, 10, 20, 30];

    public async Task<int> SecondsAsync(Actor me, CancellationToken ct = default) =>
        int.TryParse(await preferences.ReadAsync(me, PreferenceKind.UndoSend, ct: ct), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Choices.Contains(seconds) ? seconds : 0;

    /// <param name="seconds">One of <see cref="Choices"/>.</param>
    public Task ChooseAsync(Actor me, int seconds, CancellationToken ct = default)
    {
        if (!Choices.Contains(seconds)) throw new RuleViolation("There is no such choice. Choose one of the list.", "undo");
        return preferences.KeepAsync(me, PreferenceKind.UndoSend, seconds == 0 ? null : seconds.ToString(CultureInfo.InvariantCulture), ct: ct);
    }
}
