using LiveDesk.Infrastructure.Knowledge;

namespace LiveDesk.Web.Knowledge;

internal static class KnowledgeWeb
{
    /// <summary>
    /// A new installation's first articles are there before anything else only where somebody counts on them:
    /// for a command, and in Development. Otherwise they come while the first page is served (<see cref="KnowledgeStart"/>).
    /// </summary>
    public static async Task PrepareKnowledgeAsync(this WebApplication app, bool isCommand)
    {
        if (!isCommand && !app.Environment.IsDevelopment()) return;
        await app.Services.GetRequiredService<KnowledgeStart>().PrepareAsync(withSamples: app.Environment.IsDevelopment(), app.Lifetime.ApplicationStopping);
    }
}
