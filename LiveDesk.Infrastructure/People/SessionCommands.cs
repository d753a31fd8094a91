using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>A session that its person signed out of: a copy of its cookie, wherever one is, opens nothing.</summary>
public sealed class EndedSession
{
    /// <summary>The session's.</summary>
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A session lives in its browser's cookie. What the cookie cannot know, that it is over, is kept here until the last copy of it has run out.</summary>
public sealed class SessionCommands(DeskDatabase desk, TimeProvider clock)
{
    /// <summary>Without a request in between. What was ended is remembered a day longer.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>Signing out. A second time changes nothing.</summary>
    /// <exception cref="NotFoundException">There is no such person.</exception>
    public async Task EndAsync(Guid personId, Guid sessionId, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == personId, ct) ?? throw new NotFoundException("person");
        var (now, ended) = (clock.GetUtcNow(), await db.EndedSessions.Where(s => s.PersonId == personId).ToListAsync(ct));
        db.EndedSessions.RemoveRange(ended.Where(s => s.At < now - Lasts - TimeSpan.FromDays(1)));
        if (ended.Exists(s => s.Id == sessionId)) return;
        db.EndedSessions.Add(new EndedSession { Id = sessionId, PersonId = personId, At = now });
        person.SignedOut(Actor.Agent(person.Id, person.Name, person.Role, Sight.Nothing), sessionId, now);
        await db.CommitAsync(ct);
    }
}
