namespace LiveDesk.Bench;

internal static class SoakBench
{
    public static Task RunAsync(string[] arguments) => throw new NotSupportedException();
}
