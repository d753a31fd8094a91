using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Replies;

/// <summary>Whose the ticket is after a macro.</summary>
public enum MacroOwner { AsItIs, Me, Nobody, Person }

/// <summary>A macro as somebody chose it: what it does is what they saw then.</summary>
public sealed record MacroChoice(Guid Id, int Version);

/// <summary>What a canned response does besides its text; one that does something is a macro.</summary>
public sealed record MacroActions
{
    /// <summary>The desk whose statuses, people, departments, categories, types and tags are meant; null when none is named.</summary>
    public Guid? DeskId { get; init; }
    public Guid? StatusId { get; init; }
    public Priority? Priority { get; init; }
    public MacroOwner Owner { get; init; }
    /// <summary>With <see cref="MacroOwner.Person"/>.</summary>
    public Guid? OwnerId { get; init; }
    public Guid? DepartmentId { get; init; }
    public Guid? CategoryId { get; init; }
    public Guid? TypeId { get; init; }
    /// <summary>Put on, beside those that are there.</summary>
    public IReadOnlyList<Guid> Tags { get; init; } = [];
    /// <summary>Its text is a note for colleagues and not a reply.</summary>
    public bool AsNote { get; init; }

    public bool ChangesTicket => NamesOfDesk || Priority is not null || Owner is not MacroOwner.AsItIs;
    private bool NamesOfDesk => StatusId is not null || OwnerId is not null || DepartmentId is not null || CategoryId is not null || TypeId is not null || Tags.Count > 0;

    /// <returns>Null: it does nothing.</returns>
    public MacroActions? Checked(CannedPlace place)
    {
        var clean = this with { OwnerId = Owner is MacroOwner.Person ? OwnerId : null, Tags = [.. Tags.Distinct().Take(Ticket.MostTags)] };
        if (!clean.ChangesTicket && !clean.AsNote) return null;
        if (!Enum.IsDefined(clean.Owner) || (clean.Priority is { } p && !Enum.IsDefined(p))) throw new RuleViolation("There is no such action. Choose one of the list.", "actions");
        if (clean is { Owner: MacroOwner.Person, OwnerId: null }) throw new RuleViolation("To whom is the ticket assigned? Choose somebody.", "actions");
        var home = clean.NamesOfDesk ? place.DeskId ?? clean.DeskId ?? throw new RuleViolation("Of which desk are these actions? Choose it.", "actions") : place.DeskId;
        if (clean.NamesOfDesk && clean.DeskId is { } meant && meant != home) throw new RuleViolation("These actions are of another desk. Choose them anew.", "actions");
        return clean with { DeskId = clean.NamesOfDesk ? home : null };
    }

    /// <summary>What it names and the desk no longer has; null: all is there.</summary>
    public string? ProblemOn(Desk desk)
    {
        if (DeskId is { } home && home != desk.Id) return "This macro was made for another desk.";
        if (StatusId is { } status && desk.Statuses.FirstOrDefault(s => s.Id == status) is not { Enabled: true }) return Gone($"the status “{desk.Statuses.FirstOrDefault(s => s.Id == status)?.Name ?? "?"}”");
        if (CategoryId is { } category && desk.Categories.FirstOrDefault(c => c.Id == category) is not { IsOffered: true }) return Gone($"the category “{desk.Categories.FirstOrDefault(c => c.Id == category)?.Name ?? "?"}”");
        if (TypeId is { } type && desk.Types.FirstOrDefault(t => t.Id == type) is not { IsOffered: true }) return Gone($"the type “{desk.Types.FirstOrDefault(t => t.Id == type)?.Name ?? "?"}”");
        if (DepartmentId is { } department && desk.Departments.All(d => d.Id != department)) return Gone("its department");
        foreach (var tag in Tags) if (desk.StandingTag(tag) is null) return Gone($"the tag “{desk.Tags.FirstOrDefault(t => t.Id == tag)?.Name ?? "?"}”");
        return null;
    }

    private static string Gone(string what) => $"This macro needs {what}, which the desk no longer offers. Change the macro in Settings → Canned responses.";
}
