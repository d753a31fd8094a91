using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.Notifications;

public static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSingleton<IWorkFor, NotifyWork>();
        services.AddSingleton<Audiences>();
        services.AddSingleton<Notifying>();
        services.AddSingleton<IWorkHandler, Notifier>();
        services.AddSingleton<IWorkHandler, NobodyTook>();
        services.AddSingleton<NotificationSweep>();
        services.AddSingleton<IWorkHandler>(p => p.GetRequiredService<NotificationSweep>());
        services.AddSingleton<IStandingWork>(p => p.GetRequiredService<NotificationSweep>());
        services.AddSingleton<NotificationCommands>();
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<MentionQueries>();
        return services;
    }
}
