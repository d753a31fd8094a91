using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>A to-do while it is typed.</summary>
public sealed class TodoDraft
{
    public TodoDraft() { }

    public TodoDraft(TodoRow row) => (Text, Assignee, Due) = (row.Text, row.AssigneeId?.ToString() ?? "", row.DueOn);

    public string Text { get; set; } = "";
    /// <summary>An id, or empty for nobody.</summary>
    public string Assignee { get; set; } = "";
    public DateOnly? Due { get; set; }

    public TodoForm Form(TimeZoneInfo zone) => new(Text, Guid.TryParse(Assignee, out var id) ? id : null, Due is { } day ? TodoDay.Of(day, zone) : null);
}
