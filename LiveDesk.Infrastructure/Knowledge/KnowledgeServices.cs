using LiveDesk.Infrastructure.Work;
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
        .AddSingleton<KnowledgeStart>()
        .AddSingleton<IWorkHandler>(p => p.GetRequiredService<KnowledgeStart>())
        .AddSingleton<IStandingWork>(p => p.GetRequiredService<KnowledgeStart>());
}
