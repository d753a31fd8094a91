using System.Globalization;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using Xunit;

namespace LiveDesk.Tests.Desks;

/// <summary>The table of the five presets: a row here is a row there, its cells in the order field, suite, psa, technician, hosting.</summary>
public sealed class PresetTableTests
{
    private static readonly Dictionary<string, Func<Preset, string>> Rows = new()
    {
        ["Statuses (category)"] = p => Joined(p.Statuses.Where(s => s.Enabled).Select(s => s.Name == s.Category.ToString() || s.Name.Replace(" ", "", StringComparison.Ordinal) == s.Category.ToString() ? s.Name : $"{s.Name}({s.Category})")),
        ["Statuses that are off"] = p => Joined(p.Statuses.Where(s => !s.Enabled).Select(s => s.Name)),
        ["Statuses that only events set"] = p => Joined(p.Statuses.Where(s => s.Flags.HasFlag(StatusFlags.SystemOnly)).Select(s => s.Name)),
        ["Statuses in a quiet colour"] = p => Joined(p.Statuses.Where(s => s.Flags.HasFlag(StatusFlags.Muted)).Select(s => s.Name)),
        ["Agent replies"] = p => Rule(p, TicketEvent.AgentReplied),
        ["Customer writes"] = p => Rule(p, TicketEvent.CustomerWrote),
        ["Assigned"] = p => Rule(p, TicketEvent.Assigned),
        ["Response clock stops at"] = p => Joined(p.Promises.Select(r => r.ResponseStopsAt.ToString()).Distinct()),
        ["Resolution clock pauses in"] = p => p.Promises.Count == 0 ? "" : Joined(p.Statuses.Where(s => s.Flags.HasFlag(StatusFlags.PausesResolution)).Select(s => s.Name)),
        ["Auto-close"] = p => $"{Hours(p.Settings.CloseResolvedAfter)} / {Hours(p.Settings.CloseSilentAfter)} / {Hours(p.Settings.ReopenWindow)}",
        ["Resolution text"] = p => p.Settings.ResolutionText.ToString(),
        ["Priority: the customer's stands"] = p => p.Settings.CustomerPicksPriority.ToString(),
        ["Word for rank 4"] = p => p.Settings.WordForTop,
        ["Assignees / departments / suppliers"] = p => $"{Many(p.Settings.SeveralAssignees)} / {Many(p.Settings.SeveralDepartments)} / {(p.Settings.Suppliers ? "on" : "off")}",
        ["Departments limit sight"] = p => p.Settings.DepartmentsLimitSight.ToString(),
        ["Number"] = p => p.Settings.NumberForm.ToString(),
        ["Required to create"] = p => p.Settings.Required.ToString(),
        ["Composer opens on"] = p => p.Settings.ComposerOpensOn.ToString(),
        ["Opens on"] = p => p.Settings.OpensOn.ToString(),
        ["Tabs of the list"] = p => Joined(p.Statuses.Where(s => s.Enabled && (p.Settings.ClosedHasTab || s.Category is not StatusCategory.Closed)).Select(s => s.Name)),
        ["Related records"] = p => Joined(p.Settings.RecordTypes),
        ["Chat becomes a ticket"] = p => p.Settings.ChatBecomesTicket.ToString(),
        ["Time entries"] = p => p.Settings.TracksTime.ToString(),
        ["Types"] = p => Joined(p.Types),
        ["Category of whom nobody gave one"] = p => p.DefaultCategory ?? "",
    };

    [Theory]
    [InlineData("Statuses (category)",
        "New, In Progress(Active), On Hold, Resolved, Closed", "New, Open(Active), Waiting(WaitingCustomer), On Hold, Closed",
        "New, In Progress(Active), Waiting on Customer(WaitingCustomer), Escalated(Active), Resolved, Closed", "Open(New), In Progress(Active), Resolved, Closed",
        "Open(New), Answered(WaitingCustomer), Customer Reply(Active), In Progress(Active), On Hold, Closed")]
    [InlineData("Statuses that are off", "", "Assigned, Resolved", "", "", "")]
    [InlineData("Statuses that only events set", "", "", "", "", "Answered, Customer Reply")]
    [InlineData("Statuses in a quiet colour", "Closed", "Closed", "Resolved, Closed", "Closed", "Closed")]
    [InlineData("Agent replies", "New>In Progress", "New>Open", "New>Waiting on Customer, Active>Waiting on Customer", "New>In Progress", "New>Answered, Active>Answered, WaitingCustomer>Answered, OnHold>Answered")]
    [InlineData("Customer writes", "WaitingCustomer>In Progress, OnHold>In Progress, Resolved>In Progress", "WaitingCustomer>Open", "WaitingCustomer>In Progress, Resolved>In Progress", "Resolved>In Progress", "any>Customer Reply")]
    [InlineData("Assigned", "", "New>Open", "New>In Progress", "", "")]
    [InlineData("Response clock stops at", "Either", "FirstReply", "FirstReply", "", "")]
    [InlineData("Resolution clock pauses in", "On Hold", "Waiting, On Hold", "Waiting on Customer", "", "")]
    [InlineData("Auto-close", "off / off / off", "off / off / off", "24 / off / 24", "off / off / off", "off / 120 / off")]
    [InlineData("Resolution text", "Optional", "Optional", "Optional", "Required", "Off")]
    [InlineData("Priority: the customer's stands", "False", "False", "True", "False", "True")]
    [InlineData("Word for rank 4", "Urgent", "Urgent", "Critical", "Urgent", "Urgent")]
    [InlineData("Assignees / departments / suppliers", "1 / 1 / off", "many / many / on", "1 / 1 / off", "1 / 1 / off", "1 / 1 / off")]
    [InlineData("Departments limit sight", "False", "False", "False", "False", "True")]
    [InlineData("Number", "Plain", "Plain", "Plain", "Scrambled", "Plain")]
    [InlineData("Required to create", "Subject, Organisation", "Subject, Requester, Type", "Subject, Requester", "Subject, Requester, Email, Description", "Subject, Description, Department")]
    [InlineData("Composer opens on", "Reply", "Reply", "Reply", "Note", "Reply")]
    [InlineData("Opens on", "ListByActivity", "ListByActivity", "Board", "ListByCreation", "ListByActivity")]
    [InlineData("Tabs of the list", "New, In Progress, On Hold, Resolved, Closed", "New, Open, Waiting, On Hold, Closed", "New, In Progress, Waiting on Customer, Escalated, Resolved, Closed", "Open, In Progress, Resolved", "Open, Answered, Customer Reply, In Progress, On Hold, Closed")]
    [InlineData("Related records", "contract, equipment, site", "", "", "property", "")]
    [InlineData("Chat becomes a ticket", "WhenHandedOver", "ByHand", "WhenSessionEnds", "WhenSessionEnds", "AtOnce")]
    [InlineData("Time entries", "False", "False", "True", "False", "False")]
    [InlineData("Types", "", "Question, Fault, Order, Complaint", "", "", "")]
    [InlineData("Category of whom nobody gave one", "", "", "", "General", "")]
    public void The_presets_are_what_their_table_says(string row, params string[] cells) => Assert.Equal(cells, Presets.All.Select(Rows[row]));

    [Fact]
    public void The_columns_of_the_table_are_the_presets() => Assert.Equal(["field", "suite", "psa", "technician", "hosting"], Presets.All.Select(p => p.Name));

    private static string Joined(IEnumerable<string> words) => string.Join(", ", words);

    private static string Rule(Preset preset, TicketEvent on) => Joined(preset.Rules.Where(r => r.On == on).OrderBy(r => r.From).Select(r => $"{r.From?.ToString() ?? "any"}>{r.To}"));

    private static string Hours(TimeSpan? time) => time?.TotalHours.ToString(CultureInfo.InvariantCulture) ?? "off";

    private static string Many(bool several) => several ? "many" : "1";
}
