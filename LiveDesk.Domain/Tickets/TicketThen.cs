using LiveDesk.Domain.Fields;

namespace LiveDesk.Domain.Tickets;

/// <summary>What a ticket was at one moment: what was decided on it, without what was written.</summary>
public sealed record TicketThen
{
    public required Guid StatusId { get; init; }
    public required Priority Priority { get; init; }
    public Guid? OwnerId { get; init; }
    public required Guid DepartmentId { get; init; }
    public Guid? CategoryId { get; init; }
    public Guid? TypeId { get; init; }
    /// <summary>Null: what it was called was not recorded then.</summary>
    public string? Subject { get; init; }
    /// <summary>Who asked, by name.</summary>
    public string Requester { get; init; } = "";
    public Guid? OrganisationId { get; init; }
    /// <summary>UTC; null: none.</summary>
    public DateTimeOffset? FollowUpAt { get; init; }
    /// <inheritdoc cref="FollowUpAt"/>
    public DateTimeOffset? ActionRequiredAt { get; init; }
    /// <summary>What was filled in, by field.</summary>
    public IReadOnlyDictionary<Guid, string> FieldValues { get; init; } = Fields.FieldValues.None;
    /// <summary>Fields of which it was not recorded what stood there.</summary>
    public IReadOnlyList<Guid> Unrecorded { get; init; } = [];
    public PutOn PutOn { get; init; } = PutOn.Nothing;

    /// <summary>As it is now, without what is put on it.</summary>
    public static TicketThen Of(Ticket ticket) => new()
    {
        StatusId = ticket.StatusId,
        Priority = ticket.Priority,
        OwnerId = ticket.OwnerId,
        DepartmentId = ticket.DepartmentId,
        CategoryId = ticket.CategoryId,
        TypeId = ticket.TypeId,
        Subject = ticket.Subject,
        Requester = ticket.Requester.Name,
        OrganisationId = ticket.OrganisationId,
        FollowUpAt = ticket.FollowUpAt,
        ActionRequiredAt = ticket.ActionRequiredAt,
        FieldValues = ticket.FieldValues,
    };

    /// <summary>As it was before this happened. A fact names what it replaced, so the way back is exact.</summary>
    internal TicketThen Before(PastFact past) => past.Fact switch
    {
        TicketWasMoved f => this with { StatusId = f.From },
        TicketWasAssigned f => this with { OwnerId = f.From },
        TicketWasPrioritised f => this with { Priority = f.From },
        TicketChangedDepartment f => this with { DepartmentId = f.From },
        TicketWasCategorised f => this with { CategoryId = f.From },
        TicketTypeWasChosen f => this with { TypeId = f.From },
        FollowUpWasSet f => this with { FollowUpAt = f.From },
        ActionDateWasSet f => this with { ActionRequiredAt = f.From },
        TicketWasRenamed => this with { Subject = past.Before },
        RequesterWasChanged or RequesterWasLearned => this with { Requester = past.Before ?? Requester },
        TicketChangedOrganisation f => this with { OrganisationId = f.From },
        TicketFieldWasFilledIn f => With(f.FieldId, past.Before),
        _ => this,
    };

    private TicketThen With(Guid field, string? value) => this with
    {
        FieldValues = FieldValues.With(field, value is { Length: > 0 } ? value : null),
        Unrecorded = value is null ? [.. Unrecorded.Append(field).Distinct()] : [.. Unrecorded.Where(f => f != field)],
    };
}

/// <summary>
/// What is put on a ticket and taken off again, each in the order in which it came. A ticket begins with its department alone, so the way from
/// its opening is exact; the way back is not, for whoever becomes its owner is silently no longer one of the others.
/// </summary>
/// <param name="Tags">As they were put on: what they mean today, the desk knows.</param>
/// <param name="Departments">The further ones.</param>
public sealed record PutOn(IReadOnlyList<Guid> Assignees, IReadOnlyList<Guid> Departments, IReadOnlyList<Guid> Followers, IReadOnlyList<Guid> Tags, IReadOnlyList<Guid> Records, IReadOnlyList<Guid> Suppliers)
{
    public static readonly PutOn Nothing = new([], [], [], [], [], []);

    /// <summary>In the trash; as spam or not.</summary>
    public bool? IsSpam { get; init; }
    public bool IsAcknowledged { get; init; }

    internal PutOn After(Fact fact) => fact switch
    {
        AssigneeWasAdded f => this with { Assignees = [.. Assignees, f.PersonId] },
        AssigneeWasRemoved f => this with { Assignees = Without(Assignees, f.PersonId) },
        TicketWasAssigned { To: { } owner } => this with { Assignees = Without(Assignees, owner) },
        DepartmentWasAdded f => this with { Departments = [.. Departments, f.DepartmentId] },
        DepartmentWasRemoved f => this with { Departments = Without(Departments, f.DepartmentId) },
        TicketChangedDepartment f => this with { Departments = Without(Departments, f.To) },
        FollowerWasAdded f => this with { Followers = [.. Followers, f.PersonId] },
        FollowerWasRemoved f => this with { Followers = Without(Followers, f.PersonId) },
        TicketWasTagged f => this with { Tags = [.. Tags, f.TagId] },
        TicketWasUntagged f => this with { Tags = [.. Tags.Except(f.Off ?? [f.TagId])] },
        RecordWasLinked f => this with { Records = [.. Records, f.RecordId] },
        RecordWasUnlinked f => this with { Records = Without(Records, f.RecordId) },
        SupplierWasAdded f => this with { Suppliers = [.. Suppliers, f.SupplierId] },
        SupplierWasRemoved f => this with { Suppliers = Without(Suppliers, f.SupplierId) },
        TicketWasSetAside f => this with { IsSpam = f.IsSpam },
        TicketWasBroughtBack => this with { IsSpam = null },
        TicketWasAcknowledged => this with { IsAcknowledged = true },
        _ => this,
    };

    private static IReadOnlyList<Guid> Without(IReadOnlyList<Guid> there, Guid gone) => there.Contains(gone) ? [.. there.Where(id => id != gone)] : there;
}
