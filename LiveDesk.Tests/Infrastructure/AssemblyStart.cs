using System.Runtime.CompilerServices;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>What must be settled before the first test touches a database.</summary>
internal static class AssemblyStart
{
#pragma warning disable CA2255 // a test assembly has no Main in which this could stand
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        SqliteLibrary.Choose();
    }
}
