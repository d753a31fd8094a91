using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Knowledge;

internal static class KnowledgeWeb
{
    /// <summary>The assistant's settings are checked, and a new installation gets its first articles.</summary>
    /// <exception cref="StartupException">A setting is wrong; the message names it.</exception>
    public static async Task PrepareKnowledgeAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AssistantOptions>>().Value.Problem() is { } problem) throw new StartupException(problem);
        await app.Services.GetRequiredService<KnowledgeStart>().PrepareAsync(withSamples: app.Environment.IsDevelopment(), app.Lifetime.ApplicationStopping);
    }
}
