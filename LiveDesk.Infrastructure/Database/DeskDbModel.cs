using LiveDesk.Domain.Assistant;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LiveDesk.Infrastructure.Database;

/// <summary>How the domain lies in tables: keys, indexes for every list order, JSON documents, and the one "Sight" filter.</summary>
internal static class DeskDbModel
{
    /// <summary>The name of the query filter that every screen, search and count passes.</summary>
    public const string Sight = "Sight";

    public static void Build(ModelBuilder model, DeskDb db)
    {
        Desks(model);
        People(model);
        Customers(model);
        RecordModel.Build(model, db);
        TicketModel.Build(model, db);
        Drafts(model);
        ReplyModel.Build(model, db);
        NotificationModel.Build(model);
        TimeTracking.TimeModel.Build(model, db);
        Chats(model, db);
        Knowledge(model, db);
        Attachments(model);
        History(model);
        model.Entity<AssistantCall>(e => { e.Property(x => x.Id).ValueGeneratedNever(); e.HasIndex(x => x.At); });
        SearchModel.Build(model);
        foreach (var type in model.Model.GetEntityTypes().Where(t => typeof(Domain.Aggregate).IsAssignableFrom(t.ClrType))) model.Entity(type.ClrType).Ignore(nameof(Domain.Aggregate.Facts));
        // Ids are made in the domain: a child with a key is new, not one to be updated.
        foreach (var key in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.IsPrimaryKey() && p.ClrType == typeof(Guid)))
            key.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
    }

    /// <summary>What a desk reckons from its rows.</summary>
    private static readonly string[] ReckonedOfDesk =
    [
        nameof(Desk.Categories), nameof(Desk.Types), nameof(Desk.OfferedCategories), nameof(Desk.OfferedTypes), nameof(Desk.ListedCategories), nameof(Desk.ListedTypes),
        nameof(Desk.DefaultCategory), nameof(Desk.Departments), nameof(Desk.OfferedTags), nameof(Desk.AskedFields),
    ];

    private static void Desks(ModelBuilder model)
    {
        model.Entity<Desk>(e =>
        {
            e.HasIndex(x => x.Slug).IsUnique();
            e.Property(x => x.Version).IsConcurrencyToken();
            foreach (var reckoned in ReckonedOfDesk) e.Ignore(reckoned);
            e.Property(x => x.Fields).IsJson();
            e.Property(x => x.Settings).IsJson();
            e.Property(x => x.Rules).IsJson();
            e.Property(x => x.SlaPolicies).IsJson();
            e.Property(x => x.Calendars).IsJson();
            e.HasMany(x => x.Statuses).WithOne().HasForeignKey(x => x.DeskId);
            e.HasMany(x => x.AllDepartments).WithOne().HasForeignKey(x => x.DeskId);
            e.Navigation(x => x.AllDepartments).HasField("_departments");
            e.HasMany(x => x.Values).WithOne().HasForeignKey(x => x.DeskId);
            e.HasMany(x => x.Tags).WithOne().HasForeignKey(x => x.DeskId);
        });
        model.Entity<Status>(e => { e.ToTable("Statuses"); e.ComplexProperty(x => x.Replaced); e.Ignore(x => x.Enabled); e.Ignore(x => x.IsOpen); e.Ignore(x => x.IsRemoved); e.Ignore(x => x.Form); });
        model.Entity<Department>(e => { e.ToTable("Departments"); e.ComplexProperty(x => x.Closed); });
        model.Entity<TicketCategory>(e => { e.ToTable("TicketCategories"); e.ComplexProperty(x => x.Removed); e.Ignore(x => x.IsOffered); });
        model.Entity<Tag>(e => { e.ToTable("Tags"); e.Ignore(x => x.IsThere); e.HasIndex(x => new { x.DeskId, x.NameKey }).IsUnique(); });
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<Person>(e =>
        {
            e.HasIndex(x => x.Email).IsUnique();
            e.ComplexProperty(x => x.Deactivated);
            e.HasMany(x => x.Memberships).WithOne().HasForeignKey(x => x.PersonId);
        });
        model.Entity<Membership>(e => { e.ToTable("Memberships"); e.HasIndex(x => new { x.PersonId, x.DeskId, x.DepartmentId }).IsUnique(); });
        model.Entity<Preference>(e => { e.ToTable("Preferences"); e.HasKey(x => new { x.PersonId, x.DeskId, x.Kind }); });
        model.Entity<Account>(e =>
        {
            e.ToTable("Accounts");
            e.HasIndex(x => x.NormalizedUserName).IsUnique();
            e.HasIndex(x => x.NormalizedEmail);
            e.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("AccountClaims").HasIndex(x => x.UserId);
        model.Entity<IdentityUserLogin<Guid>>(e => { e.ToTable("AccountLogins"); e.HasKey(x => new { x.LoginProvider, x.ProviderKey }); });
        model.Entity<IdentityUserToken<Guid>>(e => { e.ToTable("AccountTokens"); e.HasKey(x => new { x.UserId, x.LoginProvider, x.Name }); });
        model.Entity<EndedSession>().HasIndex(x => x.PersonId);
        model.Entity<KeptKey>(e => { e.ToTable("Keys"); e.HasKey(x => x.Name); });
    }

    private static void Customers(ModelBuilder model)
    {
        model.Entity<Contact>(e => { e.HasIndex(x => x.Email).IsUnique(); e.HasIndex(x => x.Name); e.HasOne<Organisation>().WithMany().HasForeignKey(x => x.OrganisationId); FilledIn(e); });
        model.Entity<Organisation>(e => { e.HasIndex(x => x.Name); e.HasIndex(x => x.AccountNumber); FilledIn(e); });
        model.Entity<CustomerFields>(e => { e.ToTable("CustomerFields"); e.HasKey(x => x.Of); e.Property(x => x.Fields).IsJson(); e.Property(x => x.Version).IsConcurrencyToken(); });
    }

    private static void FilledIn<T>(EntityTypeBuilder<T> e) where T : Domain.Fields.FilledIn
    {
        e.Property(x => x.FieldValues).IsJson();
        e.Property(x => x.Version).IsConcurrencyToken();
    }

    private static void Drafts(ModelBuilder model)
    {
        model.Entity<Draft>(e =>
        {
            e.HasIndex(x => new { x.SubjectId, x.Audience }).IsUnique();
            e.HasIndex(x => new { x.HasText, x.ChangedAt });
            e.Property(x => x.Version).IsConcurrencyToken();
        });
        model.Entity<DraftUpdate>(e =>
        {
            e.HasIndex(x => new { x.DraftId, x.Epoch, x.Id });
            e.HasIndex(x => new { x.DraftId, x.ClientMadeId }).IsUnique();
            e.HasOne<Draft>().WithMany().HasForeignKey(x => x.DraftId);
        });
    }

    private static void Chats(ModelBuilder model, DeskDb db)
    {
        model.Entity<ChatSession>(e =>
        {
            e.ToTable("Chats");
            e.HasIndex(x => new { x.DeskId, x.State, x.LastMessageAt });
            e.HasIndex(x => new { x.VisitorId, x.StartedAt });
            e.HasIndex(x => x.TicketId);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.ComplexProperty(x => x.Ending);
            e.Ignore(x => x.Visitor);
            e.Ignore(x => x.IsOver);
            e.HasMany(x => x.Messages).WithOne().HasForeignKey(x => x.SessionId);
            e.HasQueryFilter(Sight, c => db.SightAll || c.DeskId == db.SightDesk || c.DepartmentId == db.SightDepartment || EF.Parameter(db.SightDesks).Contains(c.DeskId) || EF.Parameter(db.SightDepartments).Contains(c.DepartmentId));
        });
        model.Entity<ChatMessage>(e =>
        {
            e.ToTable("ChatMessages");
            e.HasIndex(x => new { x.SessionId, x.Id });
            e.HasIndex(x => new { x.SessionId, x.SenderMadeId }).IsUnique();
        });
    }

    private static void Knowledge(ModelBuilder model, DeskDb db)
    {
        model.Entity<Article>(e =>
        {
            e.HasIndex(x => new { x.Language, x.Slug }).IsUnique();
            e.HasIndex(x => x.ChangedAt);
            e.HasIndex(x => x.FromTicketId);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.Ignore(x => x.IsPublished);
            e.HasMany(x => x.Revisions).WithOne().HasForeignKey(x => x.ArticleId);
            e.HasQueryFilter(Sight, a => db.SightStaff || (a.PublishedRevision != null && a.Visibility == Visibility.Public));
        });
        model.Entity<Revision>(e => { e.ToTable("Revisions"); e.HasIndex(x => new { x.ArticleId, x.Number }).IsUnique(); });
        model.Entity<Passage>(e =>
        {
            e.HasIndex(x => x.ArticleId);
            e.HasOne<Article>().WithMany().HasForeignKey(x => x.ArticleId);
            e.HasQueryFilter(Sight, p => db.SightStaff || p.Visibility == Visibility.Public);
        });
    }

    private static void Attachments(ModelBuilder model) => model.Entity<Attachment>(e =>
    {
        e.Ignore(x => x.IsPicture);
        e.Ignore(x => x.IsAttached);
        e.HasIndex(x => x.TicketId);
        e.HasIndex(x => x.EntryId);
        e.HasIndex(x => x.ChatSessionId);
        e.HasIndex(x => x.ArticleId);
        // Those that wait to be sent are counted at every upload.
        e.HasIndex(x => x.UploadedBy).HasFilter("\"EntryId\" IS NULL AND \"ChatMessageId\" IS NULL AND \"ArticleId\" IS NULL");
    });

    private static void History(ModelBuilder model)
    {
        model.Entity<Activity>(e =>
        {
            e.HasIndex(x => new { x.SubjectId, x.Id });
            e.HasIndex(x => new { x.DeskId, x.Id });
            // Numbers whose tickets are gone are looked for among these alone.
            e.HasIndex(x => x.Kind).HasFilter($"\"Kind\" = '{nameof(TicketWasDeleted)}'");
            e.Property(x => x.Departments).IsJson();
        });
        model.Entity<WorkItem>(e =>
        {
            e.ToTable("Work");
            e.HasIndex(x => new { x.DeadAt, x.DueAt });
            e.HasIndex(x => x.Key).IsUnique();
        });
        model.Entity<Receipt>(e => { e.ToTable("Receipts"); e.HasKey(x => new { x.PersonId, x.SenderMadeId }); e.Property(x => x.SenderMadeId).HasMaxLength(64); });
    }

    /// <summary>A value kept as one JSON document, compared by that document.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(
            value => Json.Write(value),
            json => Json.Read<T>(json),
            new ValueComparer<T>((a, b) => Json.Write(a) == Json.Write(b), value => Json.Write(value).GetHashCode(StringComparison.Ordinal), value => value));
}
