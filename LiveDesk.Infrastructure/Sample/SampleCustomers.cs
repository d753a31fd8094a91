using LiveDesk.Domain;
using LiveDesk.Domain.Customers;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>Firms and the people in them who write to the sample desks.</summary>
internal sealed class SampleCustomers
{
    private static readonly (string Firm, string Domain, string[] People)[] Cast =
    [
        ("Café Morgenrot", "example.com", ["Carla", "Jonas Weber"]),
        ("Devon Web Studio", "example.com", ["Dev", "Ruth Okafor"]),
        ("Hotel Seerose", "seerose.example", ["Marta Lindqvist", "Ilie Popescu"]),
        ("Lindenhof Property", "lindenhof.example", ["Peter Krämer", "Aylin Demir"]),
        ("Nord Logistik GmbH", "nordlogistik.example", ["Sven Petersen", "Zofia Nowak", "Emil Brandt"]),
        ("Praxis Dr. Haddad", "praxis-haddad.example", ["Dr. Samira Haddad"]),
        ("Town of Felsberg", "felsberg.example", ["Karin Vogt", "Thomas O'Neill"]),
        ("Kobayashi Trading", "kobayashi.example", ["小林 由美", "Kenji Mori"]),
        ("Bakery Levi", "levi.example", ["נועה לוי", "Avi Levi"]),
        ("Al-Amal School", "alamal.example", ["ليلى منصور", "Omar Nasser"]),
        ("Atelier Dubois", "dubois.example", ["Chloé Dubois"]),
        ("Müller & Söhne Metallbau", "mueller-soehne.example", ["Hannelore Müller", "Björn Müller"]),
    ];

    public SampleCustomers(DateTimeOffset since)
    {
        var number = 0;
        for (var firm = 0; firm < Cast.Length; firm++)
        {
            var organisation = new Organisation(SampleIds.Of("organisation", firm), Cast[firm].Firm, $"K-{1001 + firm}", since);
            Organisations.Add(organisation);
            foreach (var name in Cast[firm].People) Contacts.Add(Contact(number++, name, Cast[firm].Domain, organisation, since));
        }
        foreach (var name in new[] { "Pumpworks Wholesale", "Sensorik Berg AG" })
        {
            var supplier = new Organisation(SampleIds.Of("organisation", Cast.Length + Suppliers.Count), name, $"L-{201 + Suppliers.Count}", since);
            supplier.BeKnownAs(null, isSupplier: true);
            Suppliers.Add(supplier);
        }
    }

    public List<Organisation> Organisations { get; } = [];
    /// <summary>Of whom the desks buy.</summary>
    public List<Organisation> Suppliers { get; } = [];
    public List<Contact> Contacts { get; } = [];

    /// <summary>Somebody whose name is written in the given script, where the story is told in it.</summary>
    public IReadOnlyList<Contact> WhoWrite(string text) =>
        [.. Contacts.Where(c => ScriptOf(c.Name) == ScriptOf(text))];

    private static Contact Contact(int number, string name, string domain, Organisation organisation, DateTimeOffset since)
    {
        var mailbox = new string([.. name.ToLowerInvariant().Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ü", "ue", StringComparison.Ordinal).Replace('é', 'e').Select(c => c == ' ' ? '.' : c).Where(c => char.IsAsciiLetter(c) || c == '.')]).Trim('.');
        var contact = new Contact(SampleIds.Of("contact", number), name, $"{(mailbox.Length > 0 ? mailbox : "office")}@{domain}", $"+49 89 5550 {100 + number}", since);
        contact.BelongTo(organisation.Id);
        return contact;
    }

    private static Script ScriptOf(string text) =>
        text.Any(c => c is >= '\u0590' and <= '\u05FF') ? Script.Hebrew
        : text.Any(c => c is >= '\u0600' and <= '\u06FF') ? Script.Arabic
        : text.Any(c => c is >= '\u3040' and <= '\u9FFF') ? Script.Japanese
        : Script.Latin;

    private enum Script { Latin, Hebrew, Arabic, Japanese }
}
