using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Knowledge;

internal static class KnowledgeWeb
{
    /// <summary>
    /// The assistant's settings are checked. A new installation's first articles are there before anything else only where somebody counts on them:
    /// for a command, and in Development. Otherwise they come while the first page is served (<see cref="KnowledgeStart"/>).
    /// </summary>
    /// <exception cref="StartupException">A setting is wrong; the message names it.</exception>
    public static async Task PrepareKnowledgeAsync(this WebApplication app, bool isCommand)
    {
        if (app.Services.GetRequiredService<IOptions<AssistantOptions>>().Value.Problem() is { } problem) throw new StartupException(problem);
        if (!isCommand && !app.Environment.IsDevelopment()) return;
        await app.Services.GetRequiredService<KnowledgeStart>().PrepareAsync(withSamples: app.Environment.IsDevelopment(), app.Lifetime.ApplicationStopping);
    }
}
