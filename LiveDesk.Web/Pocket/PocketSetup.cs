using LiveDesk.Web.Chat;

namespace LiveDesk.Web.Pocket;

/// <summary>The technician's pocket view: a page that works without a circuit, and without a network (docs/decisions/0017-the-pocket-view-has-an-outbox.md).</summary>
public static class PocketSetup
{
    public static void AddPocket(this IServiceCollection services)
    {
        services.AddSingleton<PocketAllowances>();
        services.AddScoped<PocketReading>();
    }

    public static void MapPocket(this IEndpointRouteBuilder routes)
    {
        routes.MapPocketPage();
        routes.MapPocketData();
    }
}

/// <summary>What one person's telephones may ask in a while. A day without a network comes back as many writes at once.</summary>
public sealed class PocketAllowances(TimeProvider clock)
{
    public Allowance Reads { get; } = new(300, TimeSpan.FromMinutes(1), clock);
    public Allowance Writes { get; } = new(120, TimeSpan.FromMinutes(1), clock);
}
