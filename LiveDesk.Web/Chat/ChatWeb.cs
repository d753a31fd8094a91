using LiveDesk.Web.Files;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Chat;

/// <summary>How chat and files are put into the desk.</summary>
public static class ChatWeb
{
    public static IServiceCollection AddChatWeb(this IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<ChatHub>(o => o.MaximumReceiveMessageSize = ChatHub.LargestMessage);
        services.AddSingleton<VisitorTokens>();
        services.AddSingleton<VisitorConnections>();
        services.AddSingleton<ChatAllowances>();
        return services;
    }

    public static void MapChat(this WebApplication app)
    {
        // No sign-in stands before these: visitors have a token, and the agents' addresses answer strangers as if they did not exist.
        var open = app.MapGroup("").AllowAnonymous();
        open.MapHub<ChatHub>(ChatHub.Path);
        open.MapWidget();
        open.MapFiles();
        open.MapAgentChat();
        if (app.Environment.IsDevelopment()) open.MapDemo();
    }
}
