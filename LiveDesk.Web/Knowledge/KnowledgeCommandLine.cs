using LiveDesk.Infrastructure.Knowledge;

namespace LiveDesk.Web.Knowledge;

/// <summary><c>kb import DIR</c> and <c>kb export DIR</c>. Exit codes: 0 done, 2 done with files left out, 64 not understood.</summary>
internal static class KnowledgeCommandLine
{
    private const int Done = 0, WithProblems = 2, NotUnderstood = 64;

    public static bool Means(string[] args) => args is ["kb", ..];

    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter say, TextWriter complain)
    {
        var exchange = services.GetRequiredService<KnowledgeExchange>();
        switch (args)
        {
            case ["kb", "import", var folder]: return await ImportAsync(exchange, Whole(folder), say, complain);
            case ["kb", "export", var folder]: return await ExportAsync(exchange, Whole(folder), say, complain);
            default:
                await complain.WriteLineAsync("Write “kb import FOLDER” or “kb export FOLDER”.");
                return NotUnderstood;
        }
    }

    /// <summary>A relative path is meant from where the caller stands. <c>dotnet run --project</c> moves the program elsewhere, but the shell's own word for its folder comes along.</summary>
    private static string Whole(string folder) =>
        Path.GetFullPath(folder, Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } caller && Path.IsPathFullyQualified(caller) && Directory.Exists(caller) ? caller : Environment.CurrentDirectory);

    private static async Task<int> ImportAsync(KnowledgeExchange exchange, string folder, TextWriter say, TextWriter complain)
    {
        if (!Directory.Exists(folder))
        {
            await complain.WriteLineAsync($"There is no folder “{folder}”.");
            return NotUnderstood;
        }
        var report = await exchange.ImportAsync(folder);
        foreach (var problem in report.Problems) await complain.WriteLineAsync(problem);
        await say.WriteLineAsync($"{report.Created} created, {report.Changed} changed, {report.Unchanged} unchanged, {report.Problems.Count} left out.");
        return report.Problems.Count == 0 ? Done : WithProblems;
    }

    private static async Task<int> ExportAsync(KnowledgeExchange exchange, string folder, TextWriter say, TextWriter complain)
    {
        var report = await exchange.ExportAsync(folder);
        foreach (var title in report.LeftOut) await complain.WriteLineAsync($"“{title}” has edits that are not published; the file holds what readers see.");
        await say.WriteLineAsync($"{report.Written} articles written to {folder}.");
        return Done;
    }
}
