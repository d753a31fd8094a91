using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveDesk.Infrastructure;

/// <summary>The whole desk without its screens.</summary>
public static class LiveDeskServices
{
    public static IServiceCollection AddLiveDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddDatabase(configuration);
        services.AddLive();
        services.AddSingleton<Presence>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<WorkRunner>();
        services.AddSingleton<WorkList>();
        services.AddHostedService(p => p.GetRequiredService<WorkRunner>());
        services.AddSingleton<DeskCatalogue>();
        services.AddSingleton<DeskCommands>();
        services.AddSingleton<DeskQueries>();
        services.AddPeople();
        services.AddSingleton<Sample.SampleData>();
        services.AddTickets();
        services.AddTimeTracking();
        services.AddKnowledge();
        services.AddAssistant(configuration);
        services.AddSingleton<DraftCommands>();
        services.AddSingleton<DraftQueries>();
        services.AddSingleton<Replies.CannedResponseCommands>();
        services.AddSingleton<Replies.CannedResponseQueries>();
        services.AddNotifications();
        services.AddChat();
        services.AddFiles(configuration);
        services.AddSingleton<Fields.FieldQueries>();
        services.AddSingleton<Fields.CustomerFieldCommands>();
        services.AddSingleton<IWorkFor, Fields.WatchDeletedFields>();
        services.AddSingleton<IWorkHandler, Fields.ForgetValues>();
        services.AddSingleton<Customers.ContactQueries>();
        services.AddSingleton<Customers.ContactCommands>();
        services.AddSingleton<Records.RecordQueries>();
        services.AddSingleton<Records.RecordCommands>();
        services.AddSingleton<ColleagueQueries>();
        services.AddSingleton<ActivityQueries>();
        return services;
    }

    private static void AddTickets(this IServiceCollection services)
    {
        services.AddSingleton<TicketCommands>();
        services.AddSingleton<SplitCommands>();
        services.AddSingleton<SupplierCommands>();
        services.AddSingleton<ChildReplies>();
        services.AddSingleton<OutgoingCommands>();
        services.AddSingleton<OutgoingQueries>();
        services.AddSingleton<UndoSend>();
        services.AddSingleton<MacroCommands>();
        services.AddSingleton<TicketRinging>();
        services.AddSingleton<IWorkHandler, RingTroubled>();
        services.AddSingleton<TicketTimers>();
        services.AddHostedService(p => p.GetRequiredService<TicketTimers>());
        services.AddSingleton<IWorkHandler, SetTimersOfDesk>();
        services.AddSingleton<IWorkHandler, TicketsFollowContract>();
        services.AddSingleton<IWorkFor, WatchContracts>();
        services.AddSingleton<IWorkHandler, TicketsFollowDesk>();
        services.AddSingleton<IWorkHandler, BulkWork>();
        services.AddSingleton<IWorkFor, WatchBulkActions>();
        services.AddSingleton<IWorkHandler, MasterChanges>();
        services.AddSingleton<IWorkFor, WatchMasters>();
        services.AddSingleton<BulkCommands>();
        services.AddSingleton<BulkQueries>();
        services.AddSingleton<SpamSenderCommands>();
        services.AddSingleton<SpamSenderQueries>();
        services.AddSingleton<EmptyTrash>();
        services.AddSingleton<IWorkHandler>(p => p.GetRequiredService<EmptyTrash>());
        services.AddSingleton<IStandingWork>(p => p.GetRequiredService<EmptyTrash>());
        services.AddSingleton<ViewCommands>();
        services.AddSingleton<ViewQueries>();
        services.AddSingleton<IWorkFor, WatchDeskChanges>();
        services.AddSingleton<TicketQueries>();
        services.AddSingleton<RelatedTicketQueries>();
        services.AddSingleton<DeletedTickets>();
        services.AddSingleton<TodoQueries>();
        services.AddSingleton<TicketPathQueries>();
        services.AddSingleton<BoardQueries>();
        services.AddSingleton<TicketPageQueries>();
        services.AddSingleton<TicketRelationQueries>();
    }

    private static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<InProcessLiveFeed>();
        services.AddSingleton<LiveNode>();
        services.AddSingleton<PostgresLiveFeed>();
        services.AddSingleton<ILiveFeed>(p => p.GetRequiredService<IOptions<DatabaseOptions>>().Value.IsSqlite ? p.GetRequiredService<InProcessLiveFeed>() : p.GetRequiredService<PostgresLiveFeed>());
        services.AddSingleton<PostgresFeedLine>();
        services.AddHostedService(p => p.GetRequiredService<PostgresFeedLine>());
    }

    private static void AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        SqliteLibrary.Choose();
        services.AddOptions<DatabaseOptions>().Configure(o => o.Read(configuration));
        services.AddSingleton<DeskDatabase>();
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<DatabaseHealth>();
    }
}
