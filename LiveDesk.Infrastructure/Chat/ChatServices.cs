using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.Chat;

public static class ChatServices
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<ChatCommands>();
        services.AddSingleton<ChatQueries>();
        services.AddSingleton<ChatCounts>();
        services.AddSingleton<VisitorCommands>();
        services.AddSingleton<VisitorQueries>();
        services.AddSingleton<IWorkHandler, IdleChats>();
        services.AddSingleton<IWorkFor, WatchNewChats>();
        return services;
    }
}
