using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.Knowledge;

public static class KnowledgeServices
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddSingleton<ArticleCommands>()
        .AddSingleton<ArticleQueries>()
        .AddSingleton<ArticleFromTicket>()
        .AddSingleton<HelpQueries>()
        .AddSingleton<KnowledgeGaps>()
        .AddSingleton<KnowledgeExchange>()
        .AddSingleton<KnowledgeStart>();
}
