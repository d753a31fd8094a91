using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>What must be settled before the first test touches a database or draws a component.</summary>
internal static class AssemblyStart
{
#pragma warning disable CA2255 // a test assembly has no Main in which this could stand
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        SqliteLibrary.Choose();
        // bUnit asks for a newer AngleSharp.Diffing than the feed carries; the one beside the tests has all that it calls.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name is "AngleSharp.Diffing" ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll")) : null;
    }
}
