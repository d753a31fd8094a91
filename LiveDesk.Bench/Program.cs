using LiveDesk.Bench;

// dotnet run -c Release --project LiveDesk.Bench -- writes | reads | screens | start | all
// Everything runs on loopback, for a bounded time, and prints lines for docs/benchmarks.md.
var benches = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["writes"] = WriteBench.RunAsync,
    ["reads"] = ReadBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["screens"] = ScreenBench.RunAsync,
};
var wanted = args is [] or ["all"] ? [.. benches.Keys] : args;
if (wanted.FirstOrDefault(w => !benches.ContainsKey(w)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no bench “{unknown}”. Choose of: {string.Join(", ", benches.Keys)}, all.");
    return 1;
}
Console.WriteLine(Machine.Describe());
foreach (var name in wanted)
{
    Console.WriteLine($"\n## {name}");
    await benches[name]();
}
return 0;
