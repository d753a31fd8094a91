namespace LiveDesk.Infrastructure.Sample;

/// <summary>What a sample ticket is about, told from the first line to the resolution.</summary>
/// <param name="Subject"><c>{0}</c> stands for one of <paramref name="Places"/>; each place makes a ticket.</param>
/// <param name="Department">On desks with several; null is the first.</param>
internal sealed record Matter(string Category, string Subject, string[] Places, string Asks, string Answer, string Thanks, string Note, string Resolution, string? Department = null)
{
    /// <summary>On a desk that has types.</summary>
    public string? Type { get; init; }

    public string SubjectAt(int place) => Subject.Replace("{0}", Places[place], StringComparison.Ordinal);
}

/// <summary>What the customers of the five sample desks write about. Data; a few in other languages and scripts, as in life.</summary>
internal static partial class SampleMatters
{
    public static IReadOnlyList<Matter> Of(string desk) => desk switch
    {
        "field" => Field,
        "suite" => Suite,
        "psa" => Psa,
        "technician" => Technician,
        "hosting" => Hosting,
        _ => throw new ArgumentOutOfRangeException(nameof(desk), desk, "There is no such sample desk."),
    };
}
