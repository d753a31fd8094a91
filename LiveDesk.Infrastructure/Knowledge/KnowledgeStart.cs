using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>
/// The first start of an installation: its own manual becomes its first articles, and in Development each sample desk gets some. Once
/// there is an article, nothing is imported by itself again. The manual is work like any other: no page waits for it, and a server that
/// is killed in the middle finishes it when it is started again.
/// </summary>
public sealed class KnowledgeStart(DeskDatabase desk, DeskCatalogue catalogue, KnowledgeExchange exchange, TimeProvider clock, ILogger<KnowledgeStart> log) : IWorkHandler, IStandingWork
{
    public const string WorkKind = "import-manual";

    public string Kind => WorkKind;

    /// <summary>Shipped beside the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "kb");

    public async Task BeginAsync(CancellationToken ct)
    {
        if (!await AnyAsync(a => a.DeskId == null, ct)) await desk.WriteDownAsync(WorkKind, clock.GetUtcNow(), ct);
    }

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        await ImportManualAsync(ct);
        return null;
    }

    /// <summary>At once, for those who count on the articles from the first moment.</summary>
    public async Task PrepareAsync(bool withSamples, CancellationToken ct = default)
    {
        if (!await AnyAsync(a => a.DeskId == null, ct)) await ImportManualAsync(ct);
        if (!withSamples) return;
        foreach (var sample in await catalogue.DesksAsync(ct))
            if (!await AnyAsync(a => a.DeskId == sample.Id, ct)) await ImportAsync(Path.Combine(ShippedFolder, "samples", sample.Slug), ct);
    }

    private async Task<bool> AnyAsync(System.Linq.Expressions.Expression<Func<Article, bool>> which, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        return await db.Articles.AnyAsync(which, ct);
    }

    private Task ImportManualAsync(CancellationToken ct) => ImportAsync(Path.Combine(ShippedFolder, "livedesk"), ct);

    private async Task ImportAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder)) return;
        var report = await exchange.ImportAsync(folder, ct);
        log.LogInformation("Knowledge base: {Created} articles from {Folder}", report.Created, folder);
        foreach (var problem in report.Problems) log.LogWarning("Knowledge base: {Problem}", problem);
    }
}
