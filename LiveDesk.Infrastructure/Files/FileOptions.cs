namespace LiveDesk.Infrastructure.Files;

/// <summary><c>Files:LargestMegabytes</c>.</summary>
public sealed class FileOptions
{
    /// <summary>1 to 1024.</summary>
    public int LargestMegabytes { get; set; } = 20;

    public long Largest => LargestMegabytes * 1024L * 1024;
}
