using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>
/// Two people write in one chat at the same moment, or a line arrives as the chat ends: the loser looks again and acts on what the chat
/// is now. Each attempt opens the database anew.
/// </summary>
internal static class Attempt
{
    private const int Most = 12;

    public static async Task<T> SeveralTimesAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await act(); }
            catch (DbUpdateException e) when (attempt < Most && e.IsCollision()) { /* or the same line, or the same chat's ticket, came in twice */ }
        }
    }
}
