namespace LiveDesk.Bench;

internal static class VisitorsBench
{
    public static Task RunAsync(string[] arguments) => throw new NotSupportedException();
}
