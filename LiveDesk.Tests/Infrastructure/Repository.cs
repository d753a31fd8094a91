namespace LiveDesk.Tests.Infrastructure;

/// <summary>Where the sources lie, for tests that read them or start what was built from them.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>Debug or Release: the one that the tests themselves were built as.</summary>
    public static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string WebProject => Path.Combine(Root, "LiveDesk.Web");

    /// <summary>What tests start as a process: the published desk that LIVEDESK_PROGRAM names (test.sh does: as it is installed, and compiled ahead), else what was built with the tests.</summary>
    public static string WebProgram { get; } =
        Environment.GetEnvironmentVariable("LIVEDESK_PROGRAM") ?? Path.Combine(WebProject, "bin", Configuration, "net10.0", "LiveDesk.Web.dll");

    /// <summary>Where its wwwroot lies: a published program has its own.</summary>
    public static string WebProgramRoot => Path.GetDirectoryName(WebProgram) is { } folder && Directory.Exists(Path.Combine(folder, "wwwroot")) ? folder : WebProject;

    /// <summary>Source files of a project, relative to the root, without what is generated.</summary>
    public static IEnumerable<string> Sources(string project, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "Migrations"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LiveDesk.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside the repository: no LiveDesk.sln above " + AppContext.BaseDirectory);
    }
}
