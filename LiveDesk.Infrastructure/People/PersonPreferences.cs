using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>One person chose something for their own screens: their windows look again. Ids only, told and never kept.</summary>
public sealed record PreferenceChanged(Guid PersonId, PreferenceKind Kind, Guid? DeskId) : Fact
{
    // Nobody's sight: a window takes what is its person's.
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>What somebody chose for their own screens, the same on every device. Their other windows hear of it.</summary>
public sealed class PersonPreferences(DeskDatabase desk, DeskCatalogue catalogue, ILiveFeed feed)
{
    /// <param name="deskId">Of one desk; null: of all of them.</param>
    /// <returns>Null: they chose nothing.</returns>
    public async Task<string?> ReadAsync(Actor me, PreferenceKind kind, Guid? deskId = null, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await Of(db, me, kind, deskId).Select(p => p.Value).SingleOrDefaultAsync(ct);
    }

    /// <param name="value">Null: as usual again.</param>
    /// <exception cref="NotFoundException">No such desk, or not for this person.</exception>
    public async Task KeepAsync(Actor me, PreferenceKind kind, string? value, Guid? deskId = null, CancellationToken ct = default)
    {
        if (!me.IsStaff || me.Id is not { } person) throw new NotFoundException("person");
        if (deskId is { } id && (await catalogue.DesksOfAsync(me, ct)).All(d => d.Id != id)) throw new NotFoundException("desk");
        // Another window of theirs at the same moment: the later one stays.
        var isNew = await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            if (!await ChangeAsync(db, me, person, kind, value, deskId, ct)) return false;
            await db.CommitAsync(ct);
            return true;
        });
        if (isNew) feed.Whisper(new PreferenceChanged(person, kind, deskId), new LiveActor(me.Kind, person, me.Name));
    }

    /// <returns>Whether there is anything to save.</returns>
    private static async Task<bool> ChangeAsync(DeskDb db, Actor me, Guid person, PreferenceKind kind, string? value, Guid? deskId, CancellationToken ct)
    {
        var kept = await Of(db, me, kind, deskId).SingleOrDefaultAsync(ct);
        if (kept?.Value == value) return false;
        if (value is null) db.Preferences.Remove(kept!);
        else
        {
            if (kept is null) db.Preferences.Add(kept = new Preference(person, deskId ?? Guid.Empty, kind));
            kept.Become(value);
        }
        return true;
    }

    private static IQueryable<Preference> Of(DeskDb db, Actor me, PreferenceKind kind, Guid? deskId)
    {
        var (person, of) = (me.Id ?? Guid.Empty, deskId ?? Guid.Empty);
        return db.Preferences.Where(p => p.PersonId == person && p.DeskId == of && p.Kind == kind);
    }
}
