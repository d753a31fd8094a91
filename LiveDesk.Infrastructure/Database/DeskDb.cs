using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Assistant;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// The database as one person sees it: opened for somebody, for one operation. Every query passes the "Sight" filter of that person
/// (<see cref="DeskDbModel"/>), and <see cref="CommitAsync"/> is the only way anything is saved or published.
/// </summary>
public abstract partial class DeskDb : DbContext
{
    private readonly DeskDatabase _database;

    protected DeskDb(DbContextOptions options, DeskDatabase database, Sight sight) : base(options)
    {
        _database = database;
        SightAll = sight.All;
        SightStaff = sight.IsStaff;
        SightDesks = [.. sight.Desks];
        SightDepartments = [.. sight.Departments];
        (SightDesk, SightDepartment) = (SightDesks.Count > 0 ? SightDesks[0] : null, SightDepartments.Count > 0 ? SightDepartments[0] : null);
        SightContact = sight.ContactId;
    }

    internal bool SightAll { get; }
    internal bool SightStaff { get; }
    internal List<Guid> SightDesks { get; }
    internal List<Guid> SightDepartments { get; }
    internal Guid? SightContact { get; }
    // Most people see one desk or one department: where many rows pass the filter it looks at that one first, and the lists are one parameter each,
    // so that the statement is not put together anew for each question.
    internal Guid? SightDesk { get; }
    internal Guid? SightDepartment { get; }

    public DbSet<Desk> Desks => Set<Desk>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<RecordType> RecordTypes => Set<RecordType>();
    public DbSet<RelatedRecord> Records => Set<RelatedRecord>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<DraftUpdate> DraftUpdates => Set<DraftUpdate>();
    public DbSet<CannedResponse> CannedResponses => Set<CannedResponse>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();
    public DbSet<SpamSender> SpamSenders => Set<SpamSender>();
    public DbSet<ChatSession> Chats => Set<ChatSession>();
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<Passage> Passages => Set<Passage>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<AssistantCall> AssistantCalls => Set<AssistantCall>();
    public DbSet<Notification> Notifications => Set<Notification>();
    public DbSet<NotificationSettings> NotificationSettings => Set<NotificationSettings>();
    public DbSet<Preference> Preferences => Set<Preference>();
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<WorkItem> Work => Set<WorkItem>();
    public DbSet<SearchDocument> SearchDocuments => Set<SearchDocument>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<EndedSession> EndedSessions => Set<EndedSession>();
    public DbSet<KeptKey> Keys => Set<KeptKey>();

    internal abstract bool IsSqlite { get; }

    protected override void OnModelCreating(ModelBuilder builder) => DeskDbModel.Build(builder, this);

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        if (IsSqlite) conventions.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        else conventions.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }
}

/// <summary>A number that only rises: the last ticket number given, how often an administrator left. Saved only if it is still what was read.</summary>
public sealed class Counter
{
    public const string Tickets = "tickets";
    public const string AdministratorsLeft = "administrators-left";

    public required string Name { get; init; }
    public long Value { get; set; }
}

/// <summary>A key of the data protection ring, kept where every node finds it.</summary>
public sealed class KeptKey
{
    public required string Name { get; init; }
    public required string Xml { get; init; }
}

internal static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"An empty document stands where {typeof(T).Name} should.");
}
