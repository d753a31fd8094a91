namespace LiveDesk.Bench;

internal static class DraftsBench
{
    public static Task RunAsync(string[] arguments) => throw new NotSupportedException();
}
