using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>What somebody chooses and types before a ticket is escalated.</summary>
public sealed class EscalateDraft
{
    /// <summary>One of the list: a person or a department; empty: nobody yet.</summary>
    public string To { get; set; } = "";
    public string Reason { get; set; } = "";

    public NewEscalation Given => new(Reason, Chosen('p'), Chosen('d'));

    public static string Of(Person person) => $"p{person.Id}";
    public static string Of(Department department) => $"d{department.Id}";

    private Guid? Chosen(char kind) => To.Length > 1 && To[0] == kind && Guid.TryParse(To.AsSpan(1), out var id) ? id : null;
}
