using LiveDesk.Bench;

// dotnet run -c Release --project LiveDesk.Bench -- writes | reads | scale | bulk | screens | start | agents | memory | visitors | drafts | soak | all
// What comes after the name of one bench are its own arguments: agents 50 100, soak 60 (minutes), scale 1000 10000 (tickets).
// Everything runs on loopback, for a bounded time, and prints lines for docs/benchmarks.md. The exit code is 1 when a bench found something lost, or an error in the log.
if (args is [BareServer.Mode]) return await BareServer.RunAsync();
var benches = new Dictionary<string, Func<string[], Task>>(StringComparer.Ordinal)
{
    ["writes"] = WriteBench.RunAsync,
    ["reads"] = ReadBench.RunAsync,
    ["scale"] = ScaleBench.RunAsync,
    ["bulk"] = BulkBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["screens"] = ScreenBench.RunAsync,
    ["agents"] = AgentsBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["visitors"] = VisitorsBench.RunAsync,
    ["drafts"] = DraftsBench.RunAsync,
    ["soak"] = SoakBench.RunAsync,
};
var wanted = args is [] or ["all"] ? [.. benches.Keys] : args.Where(benches.ContainsKey).ToArray();
var details = args.Except(wanted, StringComparer.Ordinal).Where(a => a != "all").ToArray();
if (wanted.Length == 0 || !details.All(d => int.TryParse(d, out _)))
{
    await Console.Error.WriteLineAsync($"There is no bench “{string.Join(' ', details)}”. Choose of: {string.Join(", ", benches.Keys)}, all.");
    return 1;
}
Console.WriteLine(Machine.Describe());
foreach (var name in wanted)
{
    Console.WriteLine($"\n## {name}");
    await benches[name](details);
}
return Findings.Any ? 1 : 0;
