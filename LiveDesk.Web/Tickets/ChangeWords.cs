using System.Globalization;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Sla;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Tickets;

/// <summary>The words in which changes are told.</summary>
public sealed class ChangeWords(DeskCatalogue catalogue, TicketQueries tickets, ContactQueries contacts, IStringLocalizer<TicketWords> words, IStringLocalizer<StoryWords> story, IStringLocalizer<SlaWords> sla)
{
    /// <summary>Somebody who can tell these lines. Other tickets are named to those who may see them.</summary>
    public async Task<ChangeTeller> OfAsync(Actor me, Desk desk, IEnumerable<HistoryLine> lines, CancellationToken ct)
    {
        var others = lines.SelectMany(ChangeTeller.TicketsIn).Distinct().ToList();
        var named = new Dictionary<Guid, string>();
        if (others.Count > 0)
            foreach (var one in await tickets.NamesAsync(me, others, ct)) named[one.Id] = TicketNumber.Show(one.Number, (await catalogue.DeskAsync(one.DeskId, ct)).Settings.NumberForm);
        var people = (await catalogue.PeopleAsync(ct)).ToDictionary(p => p.Id, p => p.Name);
        var customers = await contacts.NamesAsync(me, [.. lines.SelectMany(ChangeTeller.CustomersIn).Distinct()], ct);
        return new ChangeTeller(desk, people, named, customers, words, story, sla);
    }
}

/// <summary>Says what somebody did, as the words that follow their name.</summary>
public sealed class ChangeTeller(Desk desk, IReadOnlyDictionary<Guid, string> people, IReadOnlyDictionary<Guid, string> tickets, IReadOnlyDictionary<Guid, string> customers, IStringLocalizer<TicketWords> words, IStringLocalizer<StoryWords> story, IStringLocalizer<SlaWords> sla)
{
    public string Say(HistoryLine line)
    {
        using var read = JsonDocument.Parse(line.Data);
        var data = new Values(read.RootElement);
        return (OfLink(line.Kind, data) ?? OfPlan(line.Kind, data) ?? OfPeople(line.Kind, data) ?? OfField(line.Kind, data) ?? words[$"Fact{line.Kind}"]).Value;
    }

    /// <summary>The other tickets that a line is about.</summary>
    public static IEnumerable<Guid> TicketsIn(HistoryLine line)
    {
        if (line.Kind is not (nameof(TicketWasLinked) or nameof(TicketWasUnlinked) or nameof(TicketWasSplit))) return [];
        using var read = JsonDocument.Parse(line.Data);
        return new Values(read.RootElement).Id(line.Kind is nameof(TicketWasSplit) ? "into" : "otherId") is { } other ? [other] : [];
    }

    /// <summary>The contacts and organisations that a line is about.</summary>
    public static IEnumerable<Guid> CustomersIn(HistoryLine line)
    {
        if (line.Kind is not (nameof(RequesterWasChanged) or nameof(TicketChangedOrganisation))) return [];
        using var read = JsonDocument.Parse(line.Data);
        var data = new Values(read.RootElement);
        return [.. new[] { data.Id("from"), data.Id("to") }.OfType<Guid>()];
    }

    private LocalizedString? OfField(string kind, Values data) => kind switch
    {
        nameof(TicketWasMoved) when data.Text("from") == data.Text("to") => words["FactTicketStayed", Status(data, "to")],
        nameof(TicketWasMoved) => words["FactTicketWasMoved", Status(data, "from"), Status(data, "to")],
        nameof(TicketWasPrioritised) => words["FactTicketWasPrioritised", Enum.TryParse<Priority>(data.Text("to"), out var priority) ? PriorityWords.Word(priority, desk, words) : "?"],
        nameof(TicketChangedDepartment) => words["FactTicketChangedDepartment", Department(data, "from"), Department(data, "to")],
        nameof(TicketWasCategorised) => words["FactTicketWasCategorised", Category(data, "from"), Category(data, "to")],
        nameof(TicketTypeWasChosen) => words["FactTicketTypeWasChosen", Category(data, "from"), Category(data, "to")],
        nameof(RequesterWasChanged) when data.Id("to") is { } contact && data.Id("from") != contact => words["FactRequesterBecame", customers.GetValueOrDefault(contact, "?")],
        nameof(TicketChangedOrganisation) => words["FactTicketChangedOrganisation", Customer(data, "from"), Customer(data, "to")],
        nameof(TicketWasTagged) or nameof(TicketWasUntagged) => words[$"Fact{kind}", desk.Tags.FirstOrDefault(t => t.Id == data.Id("tagId"))?.Name ?? "?"],
        nameof(TicketFieldWasFilledIn) => words[data.Text("isEmptied") is "True" ? "FactTicketFieldWasEmptied" : "FactTicketFieldWasFilledIn", desk.Fields.FirstOrDefault(f => f.Id == data.Id("fieldId"))?.Name ?? "?"],
        nameof(TargetIsAtRisk) or nameof(TargetWasBreached) => words[$"Fact{kind}", sla[data.Text("kind") ?? ""]],
        nameof(DeliveryChanged) => words["FactDeliveryChanged", data.Text("state") ?? ""],
        _ => null,
    };

    private LocalizedString? OfPeople(string kind, Values data) => kind switch
    {
        nameof(TicketWasAssigned) => words["FactTicketWasAssigned", Person(data, "to") ?? words["Unassigned"].Value],
        nameof(TicketWasEscalated) => words["FactTicketWasEscalated", Person(data, "toPerson") ?? Department(data, "toDepartment")],
        nameof(AssigneeWasAdded) or nameof(AssigneeWasRemoved) or nameof(FollowerWasAdded) or nameof(FollowerWasRemoved) => words[$"Fact{kind}", Person(data, "personId") ?? "?"],
        nameof(DepartmentWasAdded) or nameof(DepartmentWasRemoved) => words[$"Fact{kind}", Department(data, "departmentId")],
        _ => null,
    };

    private LocalizedString? OfPlan(string kind, Values data) => kind switch
    {
        nameof(FollowUpWasSet) or nameof(ActionDateWasSet) when data.Text("to") is null => words[$"Fact{kind.Replace("Set", "Cleared", StringComparison.Ordinal)}"],
        nameof(FollowUpWasSet) or nameof(ActionDateWasSet) => words[$"Fact{kind}", data.Time("to").LocalDateTime.ToString("g", CultureInfo.CurrentCulture)],
        nameof(TodoTemplateWasApplied) => words[$"Fact{kind}", data.Text("count") ?? ""],
        nameof(TimeWasLogged) => words["FactTimeWasLogged", Duration.Show(data.Number("minutes"))],
        nameof(TimeWasCorrected) when data.Number("to") == 0 => words["FactTimeWasRemoved", Duration.Show(data.Number("from"))],
        nameof(TimeWasCorrected) => words["FactTimeWasCorrected", Duration.Show(data.Number("from")), Duration.Show(data.Number("to"))],
        _ => null,
    };

    /// <summary>A ticket that may not be named is “another one”.</summary>
    private LocalizedString? OfLink(string kind, Values data)
    {
        var named = data.Id("otherId") is { } other ? tickets.GetValueOrDefault(other) : data.Id("into") is { } into ? tickets.GetValueOrDefault(into) : null;
        return (kind, data.Text("kind"), named) switch
        {
            (nameof(TicketWasLinked), nameof(LinkKind.MergedFrom), null) => words["FactMergedHere"],
            (nameof(TicketWasLinked), nameof(LinkKind.MergedFrom), var name) => story["MergedFrom", name],
            (nameof(TicketWasLinked), nameof(LinkKind.SplitFrom), null) => words["FactSplitFrom"],
            (nameof(TicketWasLinked), nameof(LinkKind.SplitFrom), var name) => story["SplitFrom", name],
            (nameof(TicketWasUnlinked), nameof(LinkKind.MergedFrom), null) => words["FactUnmergedHere"],
            (nameof(TicketWasUnlinked), nameof(LinkKind.MergedFrom), var name) => story["UnmergedFrom", name],
            (nameof(TicketWasLinked), _, { } name) => story["LinkedTo", name],
            (nameof(TicketWasUnlinked), _, { } name) => story["UnlinkedFrom", name],
            (nameof(TicketWasSplit), _, { } name) => story["SplitInto", name],
            _ => null,
        };
    }

    private string Status(Values data, string name) => desk.Statuses.FirstOrDefault(s => s.Id == data.Id(name))?.Name ?? "?";
    private string Department(Values data, string name) => data.Id(name) is { } id ? desk.DepartmentName(id) : "?";
    private string Category(Values data, string name) => data.Id(name) is { } id ? desk.Values.FirstOrDefault(c => c.Id == id)?.Name ?? "?" : story["None"].Value;
    private string Customer(Values data, string name) => data.Id(name) is { } id ? customers.GetValueOrDefault(id, "?") : words["NoOrganisation"].Value;
    private string? Person(Values data, string name) => data.Id(name) is { } id ? people.GetValueOrDefault(id, "?") : null;

    /// <summary>What a fact holds, by name.</summary>
    private readonly struct Values(JsonElement root)
    {
        public string? Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
        public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;
        public long Number(string name) => root.GetProperty(name).GetInt64();
        public DateTimeOffset Time(string name) => root.GetProperty(name).GetDateTimeOffset();
    }
}
