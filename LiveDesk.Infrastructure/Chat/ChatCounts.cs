using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

public sealed class ChatCounts(DeskDatabase desk)
{
    /// <summary>Chats that this person may take and nobody has.</summary>
    public async Task<int> WaitingAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Chats.CountAsync(c => c.State == ChatState.Waiting && c.TicketId == null, ct);
    }
}
