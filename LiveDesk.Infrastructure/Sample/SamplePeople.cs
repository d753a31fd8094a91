using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>The people of the sample desks. Their ids are fixed, so that accounts find them; they sign in as <c>ana@livedesk.test</c> and so on.</summary>
public sealed class SamplePeople
{
    public static readonly Guid AnaId = Numbered(1), BenId = Numbered(2), SamId = Numbered(3), KimId = Numbered(4), OlaId = Numbered(5);

    private readonly IReadOnlySet<Guid> _limitedDesks;

    internal SamplePeople(IReadOnlyList<Desk> desks, DateTimeOffset now)
    {
        _limitedDesks = desks.Where(d => d.Settings.DepartmentsLimitSight).Select(d => d.Id).ToHashSet();
        Ana = Hired(AnaId, "Ana", Role.Agent, desks, now);
        Ben = Hired(BenId, "Ben", Role.Agent, desks, now);
        Sam = Hired(SamId, "Sam", Role.Admin, desks, now);
        Kim = Hired(KimId, "Kim", Role.KnowledgeEditor, desks, now);
        Ola = new Person(OlaId, "Ola", "ola@livedesk.test", Role.Agent, now);
        var hosting = desks.Single(d => d.Slug == "hosting");
        Ola.Join(Actor.System, hosting.Id, hosting.Departments.Single(d => d.Name == "Billing").Id, now);
    }

    internal Person Ana { get; }
    internal Person Ben { get; }
    internal Person Sam { get; }
    internal Person Kim { get; }
    internal Person Ola { get; }

    internal IReadOnlyList<Person> All => [Ana, Ben, Sam, Kim, Ola];

    internal Actor Acting(Person person) => person.ActingOver(_limitedDesks);

    /// <summary>On every desk and in every department.</summary>
    private static Person Hired(Guid id, string name, Role role, IReadOnlyList<Desk> desks, DateTimeOffset now)
    {
        var person = new Person(id, name, $"{name.ToLowerInvariant()}@livedesk.test", role, now);
        foreach (var desk in desks)
        {
            person.Join(Actor.System, desk.Id, null, now);
            foreach (var department in desk.Departments) person.Join(Actor.System, desk.Id, department.Id, now);
        }
        return person;
    }

    private static Guid Numbered(int n) => SampleIds.Of("person", n);
}

/// <summary>Ids that are the same in every sample database.</summary>
internal static class SampleIds
{
    public static Guid Of(string what, int n)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"livedesk sample {what} {n}")).AsSpan(0, 16);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash, bigEndian: true);
    }
}
