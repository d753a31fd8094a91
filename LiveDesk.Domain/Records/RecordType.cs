using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Records;

/// <summary>
/// What kinds of things customers have, as data of the installation: an administrator adds and renames them. The key is for ever; what
/// counts for rules is <see cref="Contract"/> (a promise may ask for it) and <see cref="IsPlace"/> (other records stand there).
/// </summary>
public sealed class RecordType : Aggregate
{
    public const string Contract = "contract";

    /// <summary>Every installation begins with these.</summary>
    public static readonly IReadOnlyList<RecordType> Standard =
    [
        Of(1, Contract, "Contract", hasTerm: true), Of(2, "equipment", "Equipment"), Of(3, "site", "Site", isPlace: true),
        Of(4, "property", "Property", isPlace: true), Of(5, "asset", "Asset"), Of(6, "order", "Order"),
    ];

    private RecordType() { }

    public RecordType(Actor me, string key, string name, int order, bool hasTerm, bool isPlace, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Id = Ids.New(now);
        Key = key.Length is > 0 and <= 40 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? key : throw new ArgumentException($"“{key}” is no key.", nameof(key));
        (Name, Order, HasTerm, IsPlace) = (Text.Line(name, "name", Limits.Name), order, hasTerm, isPlace);
        Record(new RecordTypeWasChanged(Id), me, now);
    }

    public Guid Id { get; private set; }
    /// <summary>In addresses and in the desks' settings; unique.</summary>
    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Order { get; private set; }
    /// <summary>It runs from a day to a day.</summary>
    public bool HasTerm { get; private set; }
    /// <summary>It has an address, and other records can stand there.</summary>
    public bool IsPlace { get; private set; }

    public void Rename(Actor me, string name, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Name = Text.Line(name, "name", Limits.Name);
        Record(new RecordTypeWasChanged(Id), me, now);
    }

    private static RecordType Of(int number, string key, string name, bool hasTerm = false, bool isPlace = false) =>
        new() { Id = new Guid($"00000000-0000-7000-8000-{number:000000000000}"), Key = key, Name = name, Order = number, HasTerm = hasTerm, IsPlace = isPlace };
}

public sealed record RecordTypeWasChanged(Guid TypeId) : Fact { public override FactSubject Subject => new(SubjectKind.Record, TypeId); }
