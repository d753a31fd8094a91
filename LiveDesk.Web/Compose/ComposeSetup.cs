namespace LiveDesk.Web.Compose;

internal static class ComposeSetup
{
    public static IServiceCollection AddCompose(this IServiceCollection services)
    {
        services.AddSingleton<ComposeConnections>();
        services.AddSingleton<DraftRelay>();
        services.AddHostedService(p => p.GetRequiredService<DraftRelay>());
        services.AddSignalR().AddHubOptions<ComposeHub>(o =>
        {
            o.MaximumReceiveMessageSize = ComposeHub.LargestMessage;
            o.KeepAliveInterval = TimeSpan.FromSeconds(4);
            o.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
        });
        return services;
    }

    public static void MapCompose(this IEndpointRouteBuilder app) => app.MapHub<ComposeHub>(ComposeHub.Address);
}
