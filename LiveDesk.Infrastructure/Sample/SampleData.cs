using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>
/// Five desks in the middle of a working day, for Development: one of each preset, with the people, customers, tickets and chats that
/// make its screens worth looking at. Told through the same aggregates and the same commit as everything else, in one transaction. The
/// same <see cref="Seed"/> and the same time make the same data, but for the ids of tickets and what hangs on them.
/// </summary>
public sealed class SampleData(DeskDatabase database, DeskCatalogue catalogue, TimeProvider clock)
{
    public const int Seed = 20260314;

    private static readonly (string Preset, string Name)[] DeskNames =
        [("field", "Brunnen Pump Service"), ("suite", "Waagen & Messtechnik"), ("psa", "Nordlicht IT"), ("technician", "Keller Security"), ("hosting", "Webhafen Hosting")];

    /// <summary>Tickets of each category in every ten or so, in turn, so that each enabled status is met.</summary>
    private static readonly Dictionary<StatusCategory, int> Weight = new()
    {
        [StatusCategory.New] = 4, [StatusCategory.Active] = 4, [StatusCategory.WaitingCustomer] = 4,
        [StatusCategory.OnHold] = 2, [StatusCategory.Resolved] = 4, [StatusCategory.Closed] = 5,
    };

    /// <summary>Does nothing when there is a desk already.</summary>
    /// <returns>True when the sample was written.</returns>
    public async Task<bool> PrepareAsync(CancellationToken ct)
    {
        await using var db = database.OpenForSystem();
        if (await db.Desks.AnyAsync(ct)) return false;
        Fill(db, clock.GetUtcNow());
        await db.CommitAsync(ct);
        catalogue.Forget();
        return true;
    }

    private static void Fill(DeskDb db, DateTimeOffset now)
    {
        var opened = now.AddDays(-60);
        var desks = DeskNames.Select((d, i) => new Desk(SampleIds.Of("desk", i), d.Preset, d.Name, Presets.Named(d.Preset), Actor.System, opened.AddMinutes(i), LocalZone.Name)).ToList();
        var people = new SamplePeople(desks, opened);
        var customers = new SampleCustomers(opened);
        db.Desks.AddRange(desks);
        db.People.AddRange(people.All);
        db.Organisations.AddRange(customers.Organisations);
        db.Contacts.AddRange(customers.Contacts);
        var records = new SampleRecords(customers.Organisations, opened);
        db.Organisations.AddRange(customers.Suppliers);
        db.Records.AddRange(records.Records);
        var tickets = Tickets(desks, people, customers, records, now);
        SampleFields.Fill(desks, tickets, people.Acting(people.Ana), opened);
        db.Add(SampleFields.OfOrganisations(opened));
        db.Tickets.AddRange(tickets);
        db.CannedResponses.AddRange(SampleReplies.Of(desks, people.Acting(people.Ana), opened));
        db.Chats.AddRange(SampleChats.Of(desks, people.Acting(people.Ana), now));
    }

    private static List<Ticket> Tickets(IReadOnlyList<Desk> desks, SamplePeople people, SampleCustomers customers, SampleRecords records, DateTimeOffset now)
    {
        var random = new Random(Seed);
        var stories = desks.SelectMany(desk => Stories(desk, people, customers, random, now)).OrderBy(s => s.BeginsAt).ToList();
        var tickets = stories.ConvertAll(s => s.Begin());
        stories.ForEach(s => s.Unfold(records, customers));
        foreach (var desk in desks) Tidy([.. tickets.Where(t => t.DeskId == desk.Id && t.StatusCategory is StatusCategory.New)], desk, people.Acting(people.Ana), now);
        return tickets;
    }

    private static IEnumerable<SampleStory> Stories(Desk desk, SamplePeople people, SampleCustomers customers, Random random, DateTimeOffset now)
    {
        var told = SampleMatters.Of(desk.Slug).SelectMany(matter => matter.Places.Select((_, place) => (matter, place))).ToArray();
        random.Shuffle(told);
        var destinations = Destinations(desk).GetEnumerator();
        foreach (var (matter, place) in told)
        {
            destinations.MoveNext();
            var writers = customers.WhoWrite(matter.Asks);
            var billing = desk.PresetName == "hosting" && matter.Department == "Billing";
            Person[] hands = billing && random.Next(2) == 0 ? [people.Ola, people.Ana] : random.Next(2) == 0 ? [people.Ana, people.Ben] : [people.Ben, people.Ana];
            yield return new SampleStory(desk, matter, place, destinations.Current, writers[random.Next(writers.Count)], people.Acting(hands[0]), people.Acting(hands[1]), random.Next(1000))
            {
                BeginsAt = Began(destinations.Current, random, now, out var ends),
                EndsAt = ends,
            };
        }
    }

    /// <summary>New tickets are hours old, open ones days, finished ones weeks.</summary>
    private static DateTimeOffset Began(Status destination, Random random, DateTimeOffset now, out DateTimeOffset ends)
    {
        var ago = destination.Category switch
        {
            StatusCategory.New => TimeSpan.FromMinutes(10 + random.Next(20 * 60)),
            StatusCategory.Resolved => TimeSpan.FromHours(26 + random.Next(6 * 24)),
            StatusCategory.Closed => TimeSpan.FromHours(3 * 24 + random.Next(50 * 24)),
            _ => TimeSpan.FromHours(5 + random.Next(8 * 24)),
        };
        var began = now - ago;
        var lasts = destination.IsOpen || ago < TimeSpan.FromDays(4) ? ago * (0.5 + 0.45 * random.NextDouble()) : TimeSpan.FromHours(5 + random.Next(70));
        ends = began + lasts;
        return began;
    }

    /// <summary>Every enabled status again and again, the frequent ones more often.</summary>
    private static IEnumerable<Status> Destinations(Desk desk)
    {
        var enabled = desk.Statuses.Where(s => s.Enabled).OrderBy(s => s.Order).ToList();
        for (var round = 0; ; round++)
            foreach (var status in enabled)
                if (round % 5 < Weight[status.Category]) yield return status;
    }

    /// <summary>A duplicate, a relation and something for the trash, as on any desk.</summary>
    private static void Tidy(IReadOnlyList<Ticket> fresh, Desk desk, Actor agent, DateTimeOffset now)
    {
        fresh[0].LinkTo(agent, fresh[1], LinkKind.Related, now.AddMinutes(-5));
        if (fresh.Count < 5) return;
        fresh[^1].PutAside(agent, isSpam: true, desk, now.AddMinutes(-4));
        fresh[^2].MergeInto(agent, fresh[1], desk, now.AddMinutes(-3));
    }
}
