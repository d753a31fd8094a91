using LiveDesk.Infrastructure.Database;
using LiveDesk.Web;
using LiveDesk.Web.Health;
using LiveDesk.Web.Knowledge;

try
{
    var builder = WebApplication.CreateBuilder(args);
    DatabaseStart.BuildModelAhead(builder.Configuration);
    builder.AddLiveDeskWeb();
    var app = builder.Build();
    app.CheckSettings();
    // The database and what is served need nothing of each other before the first request.
    var prepared = Task.Run(() => app.PrepareDeskAsync(isCommand: KnowledgeCommandLine.Means(args)));
    if (!KnowledgeCommandLine.Means(args)) app.UseLiveDeskWeb();
    await prepared;
    if (KnowledgeCommandLine.Means(args)) return await KnowledgeCommandLine.RunAsync(app.Services, args, Console.Out, Console.Error);
    await app.ServeAsync();
    return 0;
}
catch (Exception e) when (e is StartupException or InvalidDataException) // the latter: a settings file that does not parse
{
    await Console.Error.WriteLineAsync($"LiveDesk cannot start: {e.Message}");
    return 1;
}

/// <summary>Named for the tests, which start the whole desk in process.</summary>
public partial class Program;
