namespace LiveDesk.Domain.People;

/// <summary>
/// What somebody may see. The one rule of sight: lists, search, counts, board, live signals, presence, notifications and exports all
/// ask it, in SQL (the database's "Sight" filter) or in memory (<see cref="Covers"/>); a test holds the two together.
/// What you may not see does not exist for you.
/// </summary>
/// <param name="All">The whole installation (the system itself, administrators).</param>
/// <param name="Desks">Desks seen whole: their members, unless departments limit sight there.</param>
/// <param name="Departments">Departments seen, on desks where departments limit sight.</param>
/// <param name="ContactId">A customer sees the public side of their own tickets.</param>
public sealed record Sight(bool All, IReadOnlySet<Guid> Desks, IReadOnlySet<Guid> Departments, Guid? ContactId = null)
{
    private static readonly IReadOnlySet<Guid> None = new HashSet<Guid>();

    public static readonly Sight Everything = new(true, None, None);
    public static readonly Sight Nothing = new(false, None, None);

    public static Sight OfCustomer(Guid contactId) => new(false, None, None, contactId);

    public bool IsStaff => All || Desks.Count > 0 || Departments.Count > 0;

    /// <summary>May this person see something that stands on this desk, in these departments?</summary>
    public bool Covers(Guid? deskId, IReadOnlyList<Guid>? departments) =>
        All
        || (deskId is { } desk && Desks.Contains(desk))
        || (departments is not null && departments.Any(Departments.Contains));

    /// <summary>May this customer see the public side of a ticket of this contact?</summary>
    public bool CoversTicketOf(Guid? contactId) => ContactId is { } me && contactId == me;
}
