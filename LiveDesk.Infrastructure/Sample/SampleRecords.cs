using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>What the sample's customers have: contracts, sites and machines where pumps are serviced, properties where alarms are.</summary>
internal sealed class SampleRecords
{
    private static readonly RecordType Contract = Type("contract"), Site = Type("site"), Equipment = Type("equipment"), Property = Type("property");
    private static readonly string[] Streets = ["Seeweg 4, 82319 Starnberg", "Lindenallee 17, 80331 München", "Hafenstraße 2, 20457 Hamburg", "Marktplatz 9, 63225 Felsberg", "Am Bach 21, 85354 Freising", "Ringstraße 60, 90402 Nürnberg"];

    private readonly List<(RelatedRecord Record, RecordType Type)> _all = [];
    private int _number;

    public SampleRecords(IReadOnlyList<Organisation> organisations, DateTimeOffset since)
    {
        var day = DateOnly.FromDateTime(since.UtcDateTime);
        for (var firm = 0; firm < organisations.Count; firm++)
        {
            var (own, street) = (organisations[firm].Id, Streets[firm % Streets.Length]);
            organisations[firm].BeKnownAs(street, isSupplier: false);
            Add(Property, new RecordDetails($"{organisations[firm].Name}, main building", $"OBJ-{400 + firm}", own, Address: street), since);
            if (firm % 2 != 0) continue;
            // One in three has run out, as contracts do.
            var ends = firm % 3 == 0 ? day.AddDays(30) : day.AddYears(1);
            Add(Contract, new RecordDetails(firm % 4 == 0 ? "Full service" : "Yearly maintenance", $"V-{2001 + firm}", own, ValidFrom: ends.AddYears(-2), ValidTo: ends), since);
            var site = Add(Site, new RecordDetails($"{organisations[firm].Name}, pump room", null, own, Address: street, Notes: "The key is at the reception."), since);
            Add(Equipment, new RecordDetails("Circulation pump", $"CP-{77010 + firm}", own, site.Id), since);
            Add(Equipment, new RecordDetails("Pressure booster", $"PB-{31800 + firm}", own, site.Id), since);
        }
    }

    public IEnumerable<RelatedRecord> Records => _all.Select(r => r.Record);

    /// <summary>What tickets of the desk may be about, of one organisation.</summary>
    public IReadOnlyList<(RelatedRecord Record, RecordType Type)> Of(Desk desk, Guid? organisationId) =>
        [.. _all.Where(r => r.Record.OrganisationId == organisationId && desk.Settings.RecordTypes.Contains(r.Type.Key))];

    private RelatedRecord Add(RecordType type, RecordDetails what, DateTimeOffset since)
    {
        var record = new RelatedRecord(SampleIds.Of("record", _number++), type, what, since);
        _all.Add((record, type));
        return record;
    }

    private static RecordType Type(string key) => RecordType.Standard.Single(t => t.Key == key);
}
