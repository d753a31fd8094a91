using System.Data.Common;
using LiveDesk.Tests.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ReadsTakeTime))]

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// SQLite answers before anybody could look away; a database on the network does not, and screens are drawn between two of its answers. In the
/// program of a test both take their time (<see cref="Setting"/>), so that a screen which cannot be drawn half read is found on either.
/// </summary>
public sealed class ReadsTakeTime : IHostingStartup
{
    public static (string Key, string Value)[] Setting { get; } = [("DOTNET_STARTUP_HOOKS", typeof(ReadsTakeTime).Assembly.Location), ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(ReadsTakeTime).Assembly.GetName().Name!)];

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services => services.AddSingleton<IInterceptor, Later>());

    private sealed class Later : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return result;
        }
    }
}
