using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Records;

/// <summary>What somebody says about a record, as a form gives it.</summary>
/// <param name="SiteId">Another record, of a type that is a place, where this one stands.</param>
/// <param name="ContactId">The person whose it is: a private customer's house belongs to no organisation.</param>
public sealed record RecordDetails(string? Name, string? Number = null, Guid? OrganisationId = null, Guid? SiteId = null, string? Address = null,
    DateOnly? ValidFrom = null, DateOnly? ValidTo = null, string? Notes = null, string? Url = null, Guid? ContactId = null);

/// <summary>Nobody chooses it any more; tickets that name it still do.</summary>
public sealed record Archiving(Guid? By, DateTimeOffset At);

/// <summary>Something that a customer has and tickets are about: a contract, a machine, a property. Tickets point at it, its page shows them.</summary>
public sealed class RelatedRecord : Aggregate
{
    private RelatedRecord() { }

    public RelatedRecord(Guid id, RecordType type, RecordDetails what, DateTimeOffset now)
    {
        (Id, TypeId, CreatedAt) = (id, type.Id, now);
        Take(what, type);
    }

    public static RelatedRecord Add(Actor me, RecordType type, RecordDetails what, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        var record = new RelatedRecord(Ids.New(now), type, what, now);
        record.Record(new RecordWasAdded(record.Id), me, now);
        return record;
    }

    public Guid Id { get; private set; }
    public Guid TypeId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The contract's, the machine's serial number, the land register's.</summary>
    public string? Number { get; private set; }
    public Guid? OrganisationId { get; private set; }
    /// <summary>The person whose it is.</summary>
    public Guid? ContactId { get; private set; }
    public Guid? SiteId { get; private set; }
    public string? Address { get; private set; }
    public DateOnly? ValidFrom { get; private set; }
    /// <summary>The last day on which it holds.</summary>
    public DateOnly? ValidTo { get; private set; }
    public string? Notes { get; private set; }
    /// <summary>Where more stands about it, http or https.</summary>
    public string? Url { get; private set; }
    public Archiving? Archived { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public int Version { get; private set; } = 1;

    /// <param name="seen">The version that the person had before them.</param>
    /// <exception cref="RuleViolation">Somebody changed it meanwhile, or something is not filled in well.</exception>
    public void Change(Actor me, RecordType type, RecordDetails what, int seen, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        if (type.Id != TypeId) throw new ArgumentException($"Record {Id} is of another type than {type.Key}.", nameof(type));
        if (seen != Version) throw new RuleViolation("Somebody else changed this record meanwhile. What you wrote is still here: save again to keep it, or close this to see the other.");
        Take(what, type);
        Version++;
        Record(new RecordWasChanged(Id), me, now);
    }

    public void Archive(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        if (Archived is not null) return;
        Archived = new Archiving(me.Id, now);
        Version++;
        Record(new RecordWasArchived(Id), me, now);
    }

    public void BringBack(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        if (Archived is null) return;
        Archived = null;
        Version++;
        Record(new RecordWasBroughtBack(Id), me, now);
    }

    private void Take(RecordDetails what, RecordType type)
    {
        if (what.ValidTo < what.ValidFrom) throw new RuleViolation("It ends before it begins. Choose a later last day.", "validTo");
        if (what.SiteId == Id) throw new RuleViolation("A record does not stand at itself. Choose another place.", "site");
        Name = Text.Line(what.Name, "name", Limits.Name);
        Number = Text.OptionalLine(what.Number, "number", 80);
        (OrganisationId, ContactId, SiteId) = (what.OrganisationId, what.ContactId, what.SiteId);
        Address = Text.OptionalBody(what.Address, "address", Limits.Address);
        (ValidFrom, ValidTo) = type.HasTerm ? (what.ValidFrom, what.ValidTo) : (null, null);
        Notes = Text.OptionalBody(what.Notes, "notes", 8_000);
        Url = CheckedUrl(what.Url);
    }

    private static string? CheckedUrl(string? url)
    {
        if (Text.OptionalLine(url, "url", 500) is not { } line) return null;
        return Uri.TryCreate(line, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsoluteUri
            : throw new RuleViolation($"“{line}” is not a web address. It begins with https:// or http://.", "url");
    }
}

public sealed record RecordWasAdded(Guid RecordId) : Fact { public override FactSubject Subject => new(SubjectKind.Record, RecordId); }
public sealed record RecordWasChanged(Guid RecordId) : Fact { public override FactSubject Subject => new(SubjectKind.Record, RecordId); }
public sealed record RecordWasArchived(Guid RecordId) : Fact { public override FactSubject Subject => new(SubjectKind.Record, RecordId); }
public sealed record RecordWasBroughtBack(Guid RecordId) : Fact { public override FactSubject Subject => new(SubjectKind.Record, RecordId); }
