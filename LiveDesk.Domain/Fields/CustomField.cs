using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveDesk.Domain.Fields;

public enum FieldKind { Text, Number, Date, Choice, Several, Pattern }

/// <summary>When a value must be there.</summary>
public enum FieldNeed { Never, ToCreate, OnResolve }

/// <param name="IsGone">No longer offered; the values that have it keep it.</param>
public sealed record FieldOption(Guid Id, string Label, bool IsGone = false);

/// <summary>
/// A question that people ask of their tickets, contacts or organisations. The answer is one canonical text: a number with a point, a date as
/// 2026-03-31, of a choice its option's id, of several their ids with spaces between. So two answers are compared, kept and looked for alike.
/// </summary>
public sealed record CustomField
{
    public const int LongestName = 60, LongestHelp = 300, LongestValue = 1000, LongestPattern = 300, MostOptions = 100;

    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public FieldKind Kind { get; init; }
    /// <summary>Shown beside it.</summary>
    public string? Help { get; init; }
    public IReadOnlyList<FieldOption> Options { get; init; } = [];
    /// <summary>A regular expression that the whole value matches.</summary>
    public string? Pattern { get; init; }
    /// <summary>What a value looks like, in words: shown when it does not match.</summary>
    public string? PatternHelp { get; init; }
    public FieldNeed Need { get; init; }
    /// <summary>Needed on tickets of these departments only; none: on all.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];
    /// <summary>Not asked for; what was filled in stays.</summary>
    public bool IsOff { get; init; }
    /// <summary>Rises with every change: who changes an older one is told.</summary>
    public int Revision { get; init; }

    /// <summary>The field's name in forms and in a <see cref="RuleViolation"/>.</summary>
    public string Key => KeyOf(Id);

    public static string KeyOf(Guid id) => $"field.{id:N}";

    public bool IsChoice => Kind is FieldKind.Choice or FieldKind.Several;

    public IEnumerable<FieldOption> Offered => Options.Where(o => !o.IsGone);

    public bool IsNeeded(FieldNeed when, IEnumerable<Guid> departments) => !IsOff && Need == when && (Departments.Count == 0 || departments.Any(Departments.Contains));

    /// <summary>The options of a choice's value, those that are no longer offered too.</summary>
    public IEnumerable<FieldOption> Chosen(string? value)
    {
        var ids = (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Options.Where(o => ids.Contains(o.Id.ToString()));
    }

    /// <summary>A value as it is shown, dates in the words of <paramref name="culture"/>. Options that are no longer offered are among them.</summary>
    public string Show(string value, CultureInfo culture) => Kind switch
    {
        FieldKind.Choice or FieldKind.Several => string.Join(", ", Chosen(value).Select(o => o.Label)),
        FieldKind.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d", culture),
        FieldKind.Number when decimal.TryParse(value, CultureInfo.InvariantCulture, out var number) => number.ToString("#,0.#############", culture),
        _ => value,
    };

    /// <summary>What somebody gave, as it is kept; null for nothing.</summary>
    /// <param name="present">What is there: an option that is no longer offered may stay.</param>
    /// <exception cref="RuleViolation">It is not what the field asks for; the message says what that is.</exception>
    public string? Read(string? given, string? present = null)
    {
        if (Text.OptionalLine(given, "value", int.MaxValue) is not { } line || line == present) return string.IsNullOrWhiteSpace(given) ? null : present;
        if (line.Length > (IsChoice ? MostOptions * 40 : LongestValue)) throw Wrong($"“{Name}” is {line.Length:N0} characters long; {LongestValue:N0} is the most. Please shorten it.");
        return Kind switch
        {
            FieldKind.Number => Number(line),
            FieldKind.Date => Date(line),
            FieldKind.Choice or FieldKind.Several => Choice(line, present),
            FieldKind.Pattern => FieldPattern.Matches(Pattern!, line) ? line : throw Wrong($"“{Name}”: {PatternHelp}"),
            _ => line,
        };
    }

    /// <summary>The definition itself, cleaned.</summary>
    /// <exception cref="RuleViolation">Nobody could fill it in so; the message says why.</exception>
    public CustomField Checked()
    {
        if (!Enum.IsDefined(Kind) || !Enum.IsDefined(Need)) throw new RuleViolation("Choose one of the kinds.", "kind");
        var clean = this with
        {
            Name = Text.Line(Name, "name", LongestName),
            Help = Text.OptionalLine(Help, "help", LongestHelp),
            Options = IsChoice ? CheckedOptions() : [],
            Pattern = Kind is FieldKind.Pattern ? Pattern?.Trim() : null,
            PatternHelp = Kind is FieldKind.Pattern ? Text.OptionalLine(PatternHelp, "explanation", LongestHelp) : null,
            Departments = Need is FieldNeed.Never ? [] : [.. Departments.Distinct()],
        };
        if (Kind is not FieldKind.Pattern) return clean;
        FieldPattern.Demand(clean.Pattern);
        return clean.PatternHelp is not null ? clean : throw new RuleViolation("Say in words what a value looks like: whoever types another one reads it.", "explanation");
    }

    private List<FieldOption> CheckedOptions()
    {
        var clean = Options.Select(o => o with { Label = Text.Line(o.Label, "option", LongestName) }).ToList();
        var offered = clean.FindAll(o => !o.IsGone);
        if (offered.Count == 0) throw new RuleViolation("Between what does one choose? Add at least one option.", "options");
        if (offered.Count > MostOptions) throw new RuleViolation($"A field has at most {MostOptions} options.", "options");
        if (offered.GroupBy(o => o.Label, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new RuleViolation($"“{twice.Key}” stands there twice. Each option once.", "options");
        return clean;
    }

    private string Number(string line) =>
        decimal.TryParse(line, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : throw Wrong($"“{Name}” is a number. It looks like 12 or 12.5, without a unit.");

    private string Date(string line) =>
        DateOnly.TryParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw Wrong($"“{Name}” is a date. It looks like 2026-03-31.");

    private string? Choice(string line, string? present)
    {
        var wanted = line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(id => Guid.TryParse(id, out var option) ? option : Guid.Empty).ToHashSet();
        var before = Chosen(present).Select(o => o.Id).ToHashSet();
        var chosen = Options.Where(o => wanted.Contains(o.Id) && (!o.IsGone || before.Contains(o.Id))).Select(o => o.Id.ToString()).ToList();
        if (chosen.Count < wanted.Count || (Kind is FieldKind.Choice && chosen.Count > 1)) throw Wrong($"“{Name}”: choose from what is offered.");
        return chosen.Count == 0 ? null : string.Join(' ', chosen);
    }

    private RuleViolation Wrong(string sentence) => new(sentence, Key);
}

/// <summary>
/// Patterns are written by whoever manages the desk and meet what anybody types. They run without backtracking, in time that grows with the
/// value's length and no faster, so that none can run for ever; the time limit stands behind that for whatever nobody thought of.
/// </summary>
public static class FieldPattern
{
    private const RegexOptions How = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <exception cref="RuleViolation">It is no pattern, or one that cannot be run safely.</exception>
    public static void Demand(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern)) throw new RuleViolation("The pattern is missing. Please fill it in.", "pattern");
        if (pattern.Length > CustomField.LongestPattern) throw new RuleViolation($"The pattern is longer than {CustomField.LongestPattern} characters. Please shorten it.", "pattern");
        try
        {
            // Alone first: what is no pattern by itself could become one by what is put around it.
            _ = new Regex(pattern, How, Longest);
            Matches(pattern, "");
        }
        catch (NotSupportedException) { throw new RuleViolation("This pattern looks ahead, looks behind, refers back, or repeats too often. Such patterns can run for very long, so they are not taken. Write it without.", "pattern"); }
        catch (ArgumentException e) { throw new RuleViolation($"This is no pattern: {e.Message}", "pattern"); }
    }

    /// <summary>Does the whole value match?</summary>
    /// <exception cref="RuleViolation">It took too long.</exception>
    public static bool Matches(string pattern, string value)
    {
        try { return Regex.IsMatch(value, $@"\A(?:{pattern})\z", How, Longest); }
        catch (RegexMatchTimeoutException) { throw new RuleViolation("Checking this value took too long. Tell who manages the desk that the field's pattern needs to be simpler.", "pattern"); }
    }
}
