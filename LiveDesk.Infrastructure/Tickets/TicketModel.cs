using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>How tickets lie in tables, their threads, and what is done with lists of them.</summary>
internal static class TicketModel
{
    public static void Build(ModelBuilder model, DeskDb db)
    {
        model.Entity<Ticket>(e =>
        {
            e.HasIndex(x => x.Number).IsUnique();
            e.HasIndex(x => x.ChatSessionId).IsUnique();
            e.HasIndex(x => new { x.DeskId, x.SenderMadeId }).IsUnique();
            e.HasIndex(x => x.ContactId);
            e.HasIndex(x => x.OrganisationId);
            e.HasIndex(x => x.NextTimerAt).HasFilter("\"NextTimerAt\" IS NOT NULL");
            e.HasIndex(x => x.NextWarningAt).HasFilter("\"NextWarningAt\" IS NOT NULL");
            e.HasIndex(x => x.NextReminderAt).HasFilter("\"NextReminderAt\" IS NOT NULL");
            e.HasIndex(x => x.NextSendAt).HasFilter("\"NextSendAt\" IS NOT NULL");
            e.HasIndex(x => new { x.DeskId, x.FollowUpAt });
            e.HasIndex(x => new { x.DeskId, x.ActionRequiredAt });
            Orders(e, db.IsSqlite);
            e.Property(x => x.Clocks).IsJson();
            e.Property(x => x.FieldValues).IsJson();
            e.Property(x => x.Contracts).IsJson();
            e.Property(x => x.Cc).IsJson();
            e.Ignore(x => x.Customer);
            e.Ignore(x => x.Sla);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.Property(x => x.Priority).HasConversion<int>();
            e.Ignore(x => x.IsOpen);
            e.Ignore(x => x.Place);
            StatesWithAWhen(e);
            e.HasMany(x => x.Entries).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Outgoing).WithOne().HasForeignKey(x => x.TicketId);
            // Few tickets have any, and every verb may have to hold one back.
            e.Navigation(x => x.Outgoing).AutoInclude();
            e.HasMany(x => x.Todos).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.TimeEntries).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Links).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.ExtraDepartments).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Tags).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Assignees).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Followers).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Records).WithOne().HasForeignKey(x => x.TicketId);
            e.HasMany(x => x.Suppliers).WithOne().HasForeignKey(x => x.TicketId);
            e.HasOne<Status>().WithMany().HasForeignKey(x => x.StatusId).OnDelete(DeleteBehavior.Restrict);
            e.HasQueryFilter(DeskDbModel.Sight, t => db.SightAll
                || t.DeskId == db.SightDesk
                || t.DepartmentId == db.SightDepartment
                || EF.Parameter(db.SightDesks).Contains(t.DeskId)
                || EF.Parameter(db.SightDepartments).Contains(t.DepartmentId)
                || t.ExtraDepartments.Any(d => EF.Parameter(db.SightDepartments).Contains(d.DepartmentId))
                || (db.SightContact != null && t.ContactId == db.SightContact));
        });
        Threads(model, db);
        Lists(model, db);
    }

    /// <summary>One index for each order of the list and for the filters that narrow most, so that a page costs the same however many tickets were closed; those of filters that leave few end with what the sight asks for, and one holds all that filters ask for: counting reads no rows.</summary>
    private static void Orders(EntityTypeBuilder<Ticket> e, bool isSqlite)
    {
        // They follow from the rest: read by their getters, and nothing is set.
        e.Property(x => x.Listing).UsePropertyAccessMode(PropertyAccessMode.Property);
        e.Property(x => x.DueOrder).UsePropertyAccessMode(PropertyAccessMode.Property);
        e.Property(x => x.FollowUpOrder).UsePropertyAccessMode(PropertyAccessMode.Property);
        foreach (var key in new[] { e.Property(x => x.SubjectOrder), e.Property(x => x.RequesterOrder) })
        {
            key.UsePropertyAccessMode(PropertyAccessMode.Property).HasMaxLength(Domain.Text.LongestSortKey);
            // By code point, as SQLite does.
            if (!isSqlite) key.UseCollation("C");
        }
        e.HasIndex(x => new { x.DeskId, x.Listing, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.CreatedAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.Number });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.Priority, x.LastActivityAt, x.DepartmentId, x.ContactId, x.Id, x.StatusId }).HasDatabaseName("IX_Tickets_Priority");
        e.HasIndex(x => new { x.DeskId, x.Listing, x.DueOrder, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.FollowUpOrder, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.SubjectOrder, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.RequesterOrder, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.StatusId, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.OwnerId, x.LastActivityAt, x.DepartmentId, x.ContactId, x.Id, x.StatusId }).HasDatabaseName("IX_Tickets_Owner");
        e.HasIndex(x => new { x.DeskId, x.Listing, x.DepartmentId, x.LastActivityAt });
        e.HasIndex(x => new { x.DeskId, x.Listing, x.SlaOutcome, x.SlaDueAt, x.SlaAtRiskAt, x.SlaKindShown, x.Priority, x.DepartmentId, x.ContactId, x.Id, x.StatusId }).HasDatabaseName("IX_Tickets_Sla");
        e.HasIndex(x => new { x.DeskId, x.Listing, x.StatusId, x.DepartmentId, x.OwnerId, x.Priority, x.CategoryId, x.TypeId, x.Channel, x.ContactId, x.Id, x.SlaKindShown, x.SlaOutcome, x.SlaDueAt, x.SlaAtRiskAt }).HasDatabaseName("IX_Tickets_Counted");
    }

    private static void Lists(ModelBuilder model, DeskDb db)
    {
        model.Entity<SavedView>(e =>
        {
            e.ToTable("SavedViews");
            e.HasIndex(x => new { x.DeskId, x.OfId, x.NameKey }).IsUnique();
            // Whose the personal ones are, the sight does not know: the queries do.
            e.HasQueryFilter(DeskDbModel.Sight, v => db.SightAll || EF.Parameter(db.SightDesks).Contains(v.DeskId)
                || (v.Scope == ViewScope.Department ? EF.Parameter(db.SightDepartments).Contains(v.OfId) : db.Set<Department>().Any(d => d.DeskId == v.DeskId && EF.Parameter(db.SightDepartments).Contains(d.Id))));
        });
        model.Entity<SpamSender>(e =>
        {
            e.ToTable("SpamSenders");
            e.HasIndex(x => new { x.DeskId, x.Sender }).IsUnique();
            e.Ignore(x => x.IsDomain);
            e.HasQueryFilter(DeskDbModel.Sight, s => db.SightAll || EF.Parameter(db.SightDesks).Contains(s.DeskId) || db.Set<Department>().Any(d => d.DeskId == s.DeskId && EF.Parameter(db.SightDepartments).Contains(d.Id)));
        });
        model.Entity<BulkAction>(e =>
        {
            e.ToTable("BulkActions");
            e.HasIndex(x => new { x.PersonId, x.StartedAt });
            e.Property(x => x.Change).IsJson();
            e.Property(x => x.Version).IsConcurrencyToken();
            e.HasMany(x => x.Items).WithOne().HasForeignKey(x => x.BulkId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<BulkItem>(e => { e.ToTable("BulkItems"); e.HasKey(x => new { x.BulkId, x.TicketId }); e.HasIndex(x => new { x.BulkId, x.State }); e.Property(x => x.Before).IsJson(); });
    }

    /// <summary>State with a who and a when: columns of the ticket's own row, null when it is not so.</summary>
    private static void StatesWithAWhen(EntityTypeBuilder<Ticket> e)
    {
        e.ComplexProperty(x => x.Requester);
        e.ComplexProperty(x => x.Resolution);
        e.ComplexProperty(x => x.OnHold);
        e.ComplexProperty(x => x.Acknowledged);
        e.ComplexProperty(x => x.Escalation);
        e.ComplexProperty(x => x.Merged);
        e.ComplexProperty(x => x.Aside);
        e.ComplexProperty(x => x.SuggestedPriority);
    }

    private static void Threads(ModelBuilder model, DeskDb db)
    {
        model.Entity<Entry>(e =>
        {
            e.ToTable("Entries");
            e.HasIndex(x => new { x.TicketId, x.Id });
            e.HasIndex(x => new { x.TicketId, x.SenderMadeId }).IsUnique();
            e.Ignore(x => x.IsPublic);
            e.Property(x => x.Authors).IsJson();
            e.Property(x => x.Sources).IsJson();
            e.HasQueryFilter(DeskDbModel.Sight, x => db.SightContact == null || EntryKinds.Public.Contains(x.Kind));
        });
        model.Entity<OutgoingReply>(e =>
        {
            e.ToTable("OutgoingReplies");
            e.HasIndex(x => x.TicketId);
            e.HasIndex(x => x.AuthorId);
            e.Property(x => x.CoAuthors).IsJson();
            e.Property(x => x.Sources).IsJson();
            e.Property(x => x.Attachments).IsJson();
            e.Property(x => x.Children).IsJson();
            e.Property(x => x.Macros).IsJson();
            e.Property(x => x.Move).IsJson();
            e.ComplexProperty(x => x.HeldBack);
            // The desk's own until it is sent: a customer sees none.
            e.HasQueryFilter(DeskDbModel.Sight, x => db.SightContact == null);
        });
        model.Entity<Todo>(e =>
        {
            e.ToTable("Todos");
            e.HasIndex(x => new { x.TicketId, x.Order });
            e.ComplexProperty(x => x.Done);
            e.Ignore(x => x.Form);
            // They are the desk's own: a customer sees none.
            e.HasQueryFilter(DeskDbModel.Sight, x => db.SightContact == null);
        });
        Related(model);
        Fields.FieldIndex.Build(model);
    }

    /// <summary>What stands beside a ticket, a row each.</summary>
    private static void Related(ModelBuilder model)
    {
        model.Entity<TicketLink>(e => { e.ToTable("TicketLinks"); e.ComplexProperty(x => x.Awakened); e.HasIndex(x => x.TicketId); e.HasIndex(x => x.OtherId); });
        // The second index is the list's filter.
        model.Entity<TicketTag>(e => { e.ToTable("TicketTags"); e.HasKey(x => new { x.TicketId, x.TagId }); e.HasIndex(x => new { x.TagId, x.TicketId }); e.HasOne<Tag>().WithMany().HasForeignKey(x => x.TagId).OnDelete(DeleteBehavior.Restrict); });
        model.Entity<ExtraDepartment>(e => { e.ToTable("TicketDepartments"); e.HasKey(x => new { x.TicketId, x.DepartmentId }); e.HasIndex(x => x.DepartmentId); });
        model.Entity<Assignee>(e => { e.ToTable("TicketAssignees"); e.HasKey(x => new { x.TicketId, x.PersonId }); e.HasIndex(x => new { x.PersonId, x.TicketId }); });
        model.Entity<Follower>(e => { e.ToTable("TicketFollowers"); e.HasKey(x => new { x.TicketId, x.PersonId }); });
        // The second index leads from a record's, or a supplier's, page to its tickets.
        model.Entity<TicketRecord>(e => { e.ToTable("TicketRecords"); e.HasKey(x => new { x.TicketId, x.RecordId }); e.HasIndex(x => x.RecordId); e.HasOne<RelatedRecord>().WithMany().HasForeignKey(x => x.RecordId).OnDelete(DeleteBehavior.Restrict); });
        model.Entity<TicketSupplier>(e => { e.ToTable("TicketSuppliers"); e.HasKey(x => new { x.TicketId, x.OrganisationId }); e.HasIndex(x => x.OrganisationId); });
        model.Entity<Counter>(e => { e.HasKey(x => x.Name); e.Property(x => x.Value).IsConcurrencyToken(); e.HasData(new Counter { Name = Counter.Tickets, Value = 1000 }); });
    }
}
