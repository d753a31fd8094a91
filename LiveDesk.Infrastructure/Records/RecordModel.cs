using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Records;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Records;

/// <summary>How records lie in tables. They belong to the installation, as customers do: whoever works here knows them.</summary>
internal static class RecordModel
{
    public static void Build(ModelBuilder model, DeskDb db)
    {
        model.Entity<RecordType>(e =>
        {
            e.HasIndex(x => x.Key).IsUnique();
            e.HasData(RecordType.Standard.Select(t => (object)new { t.Id, t.Key, t.Name, t.Order, t.HasTerm, t.IsPlace }));
        });
        model.Entity<RelatedRecord>(e =>
        {
            e.ToTable("Records");
            e.HasIndex(x => x.Name);
            e.HasIndex(x => new { x.TypeId, x.Name });
            e.HasIndex(x => new { x.OrganisationId, x.Name });
            e.HasIndex(x => new { x.ContactId, x.Name });
            e.HasIndex(x => x.SiteId);
            e.Property(x => x.Version).IsConcurrencyToken();
            e.ComplexProperty(x => x.Archived);
            e.HasOne<RecordType>().WithMany().HasForeignKey(x => x.TypeId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Organisation>().WithMany().HasForeignKey(x => x.OrganisationId);
            e.HasOne<Contact>().WithMany().HasForeignKey(x => x.ContactId);
            e.HasOne<RelatedRecord>().WithMany().HasForeignKey(x => x.SiteId).OnDelete(DeleteBehavior.Restrict);
            e.HasQueryFilter(DeskDbModel.Sight, _ => db.SightStaff);
        });
    }
}
