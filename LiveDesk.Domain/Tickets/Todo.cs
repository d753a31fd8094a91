using LiveDesk.Domain.Sla;

namespace LiveDesk.Domain.Tickets;

/// <summary>One thing to do on a ticket. Its ticket changes it.</summary>
public sealed class Todo
{
    private Todo() { }

    internal Todo(Guid ticketId, TodoForm form, int order, Actor me, DateTimeOffset now)
    {
        (Id, TicketId, Order, AddedBy, AddedAt) = (Ids.New(now), ticketId, order, me.Id, now);
        Take(form);
    }

    public Guid Id { get; private set; }
    public Guid TicketId { get; private set; }
    public string Text { get; private set; } = "";
    public Guid? AssigneeId { get; private set; }
    /// <summary>The day until whose end it is to be done.</summary>
    public DateOnly? DueOn { get; private set; }
    /// <summary>When that day is over, in the time zone of whoever set it (UTC).</summary>
    public DateTimeOffset? LateAt { get; private set; }
    public TodoDone? Done { get; private set; }
    public int Order { get; internal set; }
    public Guid? AddedBy { get; private set; }
    public DateTimeOffset AddedAt { get; private set; }
    /// <summary>Its assignee knows that it is late.</summary>
    public bool IsTold { get; internal set; }

    public TodoForm Form => new(Text, AssigneeId, DueOn is { } day && LateAt is { } ends ? new TodoDay(day, ends) : null);

    internal DateTimeOffset? TellsAt => Done is null && !IsTold && AssigneeId is not null ? LateAt : null;

    internal void Take(TodoForm form)
    {
        // Another day, or another person: they have not been told.
        if (form.Due?.EndsAt != LateAt || form.AssigneeId != AssigneeId) IsTold = false;
        (Text, AssigneeId, DueOn, LateAt) = (form.Text, form.AssigneeId, form.Due?.Day, form.Due?.EndsAt);
    }

    internal void Tick(TodoDone? done) => Done = done;
}

public sealed record TodoDone(Guid? By, DateTimeOffset At);

/// <param name="EndsAt">When the day is over for those who work here.</param>
public sealed record TodoDay(DateOnly Day, DateTimeOffset EndsAt)
{
    public static TodoDay Of(DateOnly day, TimeZoneInfo zone) => new(day, zone.StartOf(day.AddDays(1)));

    /// <param name="days">0 is today.</param>
    public static TodoDay In(int days, DateTimeOffset now, TimeZoneInfo zone) => Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(days), zone);
}

public sealed record TodoForm(string Text, Guid? AssigneeId = null, TodoDay? Due = null)
{
    public const int LongestText = 300;

    internal TodoForm Checked() => this with { Text = Domain.Text.Line(Text, "to-do", LongestText) };
}

/// <summary>To-dos that come up again and again, under a name.</summary>
/// <param name="CategoryId">A new ticket of this category, or type, gets them by itself; null: only by hand.</param>
public sealed record TodoTemplate(Guid Id, string Name, IReadOnlyList<TodoTemplateLine> Lines, Guid? CategoryId = null)
{
    public const int LongestName = 60;
    public const int MostLines = 30;
    /// <summary>On one desk.</summary>
    public const int Most = 50;

    /// <exception cref="RuleViolation">It has no name, no line, or a line that is none; the message says which.</exception>
    public TodoTemplate Checked()
    {
        var lines = Lines.Where(l => !string.IsNullOrWhiteSpace(l.Text)).Select(l => l.Checked()).ToList();
        if (lines.Count == 0) throw new RuleViolation("A template needs at least one to-do.", "lines");
        if (lines.Count > MostLines) throw new RuleViolation($"A template has at most {MostLines} to-dos.", "lines");
        return this with { Name = Text.Line(Name, "name", LongestName), Lines = lines };
    }

    public bool Equals(TodoTemplate? other) => other is not null && Id == other.Id && Name == other.Name && CategoryId == other.CategoryId && Lines.SequenceEqual(other.Lines);
    public override int GetHashCode() => Id.GetHashCode();
}

/// <param name="DueInDays">After the day on which it is applied; null: without a day.</param>
public sealed record TodoTemplateLine(string Text, int? DueInDays = null)
{
    internal TodoTemplateLine Checked() => DueInDays is null or (>= 0 and <= 3650) ? this with { Text = Domain.Text.Line(Text, "to-do", TodoForm.LongestText) }
        : throw new RuleViolation("A to-do is due in 0 to 3650 days. Leave it empty for no day.", "lines");
}

public sealed record TodoWasAdded(Guid TicketId, TicketPlace Where, Guid TodoId) : TicketFact(TicketId, Where);
public sealed record TodoWasChanged(Guid TicketId, TicketPlace Where, Guid TodoId) : TicketFact(TicketId, Where);
public sealed record TodoWasDone(Guid TicketId, TicketPlace Where, Guid TodoId) : TicketFact(TicketId, Where);
public sealed record TodoWasReopened(Guid TicketId, TicketPlace Where, Guid TodoId) : TicketFact(TicketId, Where);
public sealed record TodoWasRemoved(Guid TicketId, TicketPlace Where, Guid TodoId) : TicketFact(TicketId, Where);
public sealed record TodoTemplateWasApplied(Guid TicketId, TicketPlace Where, Guid TemplateId, int Count) : TicketFact(TicketId, Where);
/// <param name="AssigneeId">Who is told.</param>
public sealed record TodoIsLate(Guid TicketId, TicketPlace Where, Guid TodoId, Guid AssigneeId, DateTimeOffset LateAt) : TicketFact(TicketId, Where);
