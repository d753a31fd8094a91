using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace LiveDesk.Infrastructure.Assistant;

public static class AssistantServices
{
    /// <summary>One more try for a provider that is busy; then the articles answer by themselves.</summary>
    private const int Retries = 1;
    private const int LongestReply = 2_000;

    public static IServiceCollection AddAssistant(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AssistantOptions>().Bind(configuration.GetSection("Assistant"));
        services.AddSingleton<ExtractiveDrafter>();
        services.AddSingleton<IDrafter>(DrafterOf);
        services.AddSingleton<AssistantCommands>();
        return services;
    }

    private static IDrafter DrafterOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AssistantOptions>>().Value;
        return options.HasProvider ? new ModelDrafter(ChatOf(options), options) : services.GetRequiredService<ExtractiveDrafter>();
    }

    internal static IChatClient ChatOf(AssistantOptions options) => options.Provider is AssistantOptions.OpenAI ? OpenAI(options) : Anthropic(options);

    private static OpenAIChat OpenAI(AssistantOptions options)
    {
        var client = new OpenAIClientOptions { NetworkTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds), RetryPolicy = new ClientRetryPolicy(Retries) };
        if (options.BaseAddress.Length > 0) client.Endpoint = new Uri(options.BaseAddress);
        // Servers of one's own ask for no key, but the client insists on one.
        return new OpenAIChat(new ChatClient(options.Model, new ApiKeyCredential(options.Key.Length > 0 ? options.Key : "none"), client));
    }

    private static IChatClient Anthropic(AssistantOptions options)
    {
        var client = new AnthropicClient { ApiKey = options.Key.Length > 0 ? options.Key : "none", MaxRetries = Retries, Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
        if (options.BaseAddress.Length > 0) client = new AnthropicClient { ApiKey = client.ApiKey, MaxRetries = Retries, Timeout = client.Timeout, BaseUrl = options.BaseAddress };
        return client.AsIChatClient(options.Model, LongestReply);
    }
}
