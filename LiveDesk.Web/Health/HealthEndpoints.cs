using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Web.Health;

/// <summary>For load balancers and whoever watches: alive is the process, ready is all that it needs to serve. Open to all, so words only.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("alive")).AllowAnonymous();
        app.MapGet("/readyz", ReadyAsync).AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(DatabaseHealth health, PostgresFeedLine line, CancellationToken ct)
    {
        var (database, deadLetters) = await health.LookAsync(ct);
        var ready = database is DatabaseState.Ready && line.IsUp;
        return Results.Json(
            new { ready, database = database.ToString().ToLowerInvariant(), feed = line.IsUp ? "up" : "down", deadLetters },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
