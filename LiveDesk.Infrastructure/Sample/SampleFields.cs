using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>Tags on every desk, and what the pump service and the installation ask beyond what every desk asks.</summary>
internal static class SampleFields
{
    private static readonly (string Name, string Colour, int Every)[] Tags = [("vip", "violet", 9), ("call back", "amber", 11), ("spare part", "teal", 7)];

    public static void Fill(IReadOnlyList<Desk> desks, IReadOnlyList<Ticket> tickets, Actor agent, DateTimeOffset opened)
    {
        foreach (var desk in desks)
            foreach (var (name, colour, _) in Tags) desk.ChangeTag(Actor.System, desk.NeedTag(agent, name, opened).Id, name, colour, opened);
        var pumps = desks.Single(d => d.PresetName == "field");
        foreach (var field in OfPumps()) pumps.KeepField(Actor.System, field, null, opened);
        for (var i = 0; i < tickets.Count; i++)
        {
            var ticket = tickets[i];
            if (ticket.Merged is not null || ticket.Aside is not null) continue;
            var desk = desks.Single(d => d.Id == ticket.DeskId);
            foreach (var (name, _, every) in Tags)
                if (i % every == 0) ticket.PutTag(agent, desk.TagCalled(name)!.Id, desk, ticket.LastActivityAt);
            if (desk == pumps && i % 3 == 0) ticket.FillIn(agent, pumps.Fields[0].Id, $"BP-{1000 + i * 7 % 9000}", desk, ticket.LastActivityAt);
            if (desk == pumps && i % 4 == 0) ticket.FillIn(agent, pumps.Fields[1].Id, pumps.Fields[1].Options[i % 3].Id.ToString(), desk, ticket.LastActivityAt);
        }
    }

    public static CustomerFields OfOrganisations(DateTimeOffset opened)
    {
        var fields = new CustomerFields(CustomerKind.Organisation);
        fields.Keep(Actor.System, new CustomField { Id = SampleIds.Of("field", 2), Name = "Contract until", Kind = FieldKind.Date }, null, opened);
        return fields;
    }

    private static IEnumerable<CustomField> OfPumps() =>
    [
        new()
        {
            Id = SampleIds.Of("field", 0), Name = "Device number", Kind = FieldKind.Pattern, Pattern = @"BP-\d{4}",
            PatternHelp = "It looks like BP-1234 and stands on the plate of the pump.",
        },
        new()
        {
            Id = SampleIds.Of("field", 1), Name = "Warranty", Kind = FieldKind.Choice,
            Options = [.. new[] { "In warranty", "Out of warranty", "Goodwill" }.Select((label, i) => new FieldOption(SampleIds.Of("option", i), label))],
        },
    ];
}
