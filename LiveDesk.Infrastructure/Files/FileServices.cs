using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.Files;

public static class FileServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FileOptions>().Bind(configuration.GetSection("Files"))
            .Validate(o => o.LargestMegabytes is >= 1 and <= 1024, "Files:LargestMegabytes is a whole number from 1 to 1024 (megabytes).").ValidateOnStart();
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileCommands>();
        services.AddSingleton<IWorkHandler>(p => p.GetRequiredService<FileCommands>());
        services.AddSingleton<FileSweep>();
        services.AddSingleton<IWorkHandler>(p => p.GetRequiredService<FileSweep>());
        services.AddSingleton<IStandingWork>(p => p.GetRequiredService<FileSweep>());
        services.AddSingleton<FileQueries>();
        return services;
    }
}
