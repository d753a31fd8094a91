using LiveDesk.Domain.Desks;

namespace LiveDesk.Web.Tickets;

/// <summary>How a status looks wherever it is named: in the desk's colour, quiet where it is muted, with a mark where it is escalated.</summary>
public static class StatusLook
{
    public static string Look(this Status? status) => status is null ? "status" : Of(status.Colour, status.Flags);

    public static string Of(string colour, StatusFlags flags) =>
        $"status {colour}{(flags.HasFlag(StatusFlags.Muted) ? " quiet" : "")}{(flags.HasFlag(StatusFlags.Escalated) ? " escalated" : "")}";
}
