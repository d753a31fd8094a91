using LiveDesk.Infrastructure.Sample;

namespace LiveDesk.Bench;

/// <summary>
/// What a hundred thousand tickets say: sentences of the five sample desks, with names, numbers and places put in, so that a few words stand
/// everywhere, many now and then, and some once. The same number makes the same text.
/// </summary>
internal sealed class ScaleText(int seed)
{
    /// <summary>Stands in three of ten entries.</summary>
    public const string Common = "please";
    /// <summary>Stands in one entry of a hundred.</summary>
    public const string Uncommon = "quarterly";

    private static readonly string[] Desks = ["field", "suite", "psa", "technician", "hosting"];
    private static readonly Matter[] Matters = [.. Desks.SelectMany(SampleMatters.Of)];
    private static readonly string[] Told = [.. Matters.SelectMany(m => new[] { m.Asks, m.Answer, m.Thanks, m.Note, m.Resolution }).Where(t => !t.Contains(Common, StringComparison.OrdinalIgnoreCase))];
    private static readonly string[] Things = ["printer", "door", "router", "invoice", "camera", "boiler", "backup", "certificate", "mailbox", "scale", "pump", "licence", "meeting room", "server", "contract", "panel", "heater", "keyboard", "domain", "gate"];
    private static readonly string[] Places = ["warehouse", "reception", "workshop", "second floor", "branch in Graz", "canteen", "yard", "laboratory", "showroom", "basement"];
    private static readonly string[] FirstNames = ["Carla", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Milan", "Nora", "Omar", "Petra", "Quirin", "Rosa"];
    private static readonly string[] LastNames = ["Abel", "Brandt", "Costa", "Dogan", "Eriksen", "Fischer", "Gruber", "Hoffmann", "Ivanov", "Jansen", "Keller", "Lopez", "Moreau", "Novak", "Okafor", "Petrov"];

    private readonly Random _random = new(seed);

    public static string CustomerName(int n) => $"{FirstNames[n % FirstNames.Length]} {LastNames[n / FirstNames.Length % LastNames.Length]}";

    public int Below(int n) => _random.Next(n);

    public string Subject() => $"{Capital(Of(Things))} in the {Of(Places)}: {Of(Matters).SubjectAt(0)}";

    /// <summary>Two or three sentences and a detail.</summary>
    public string Entry()
    {
        var text = $"{Of(Told)} The {Of(Things)} in the {Of(Places)} has the number {Of(Things)[..2].ToUpperInvariant()}-{Below(1_000_000):d6}.";
        if (Below(3) == 0) text += " " + Of(Told);
        if (Below(10) < 3) text += $" Can you {Common} look at it on {(DayOfWeek)Below(7)}?";
        if (Below(100) == 0) text += $" It is for the {Uncommon} report.";
        return text;
    }

    public T Of<T>(IReadOnlyList<T> some) => some[_random.Next(some.Count)];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
