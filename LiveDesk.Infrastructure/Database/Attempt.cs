using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// Two people decide about one thing at the same moment: the loser looks again and acts on what it is now, so that both have their way.
/// Each attempt opens the database anew.
/// </summary>
internal static class Attempt
{
    private const int Most = 12;

    /// <param name="act">What it throws besides a collision goes to the caller at once; so does a collision that comes back every time.</param>
    public static async Task<T> SeveralTimesAsync<T>(Func<Task<T>> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await act(); }
            catch (DbUpdateException e) when (attempt < Most && e.IsCollision()) { /* look again */ }
        }
    }

    /// <inheritdoc cref="SeveralTimesAsync{T}"/>
    public static Task SeveralTimesAsync(Func<Task> act) => SeveralTimesAsync(async () =>
    {
        await act();
        return true;
    });
}
