using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Desks;

public enum ChatBecomesTicket { WhenSessionEnds, AtOnce, WhenHandedOver, ByHand }

public enum NumberForm
{
    /// <summary><c>#1042</c></summary>
    Plain,
    /// <summary><c>TKT-7Q2M9X</c>, a reversible scramble of the number.</summary>
    Scrambled,
}

public enum OpensOn { Board, ListByActivity, ListByCreation }

public enum ComposerOpensOn { Reply, Note }

[Flags]
public enum RequiredToCreate { Subject = 1, Requester = 2, Email = 4, Description = 8, Organisation = 16, Department = 32, Type = 64, Category = 128 }

/// <summary>Whether whoever resolves a ticket is asked how it was solved.</summary>
public enum ResolutionText { Off, Optional, Required }

/// <summary>How one desk differs from another. Data, filled in by a preset and changed in Settings; stored as one JSON document.</summary>
public sealed record DeskSettings
{
    public NumberForm NumberForm { get; init; } = NumberForm.Plain;
    public OpensOn OpensOn { get; init; } = OpensOn.ListByActivity;
    /// <summary>Whether the list has a tab for closed tickets. They are under “All” in any case.</summary>
    public bool ClosedHasTab { get; init; } = true;
    public ComposerOpensOn ComposerOpensOn { get; init; } = ComposerOpensOn.Reply;
    public RequiredToCreate Required { get; init; } = RequiredToCreate.Subject | RequiredToCreate.Requester;
    public bool DepartmentsLimitSight { get; init; }
    public bool SeveralAssignees { get; init; }
    public bool SeveralDepartments { get; init; }
    public bool Suppliers { get; init; }
    /// <summary>What a ticket of this desk may be about: keys of <see cref="Records.RecordType"/>, in the order in which they are offered.</summary>
    public IReadOnlyList<string> RecordTypes { get; init; } = [];
    /// <summary>The desk's word for priority 4: Urgent, Critical or its own.</summary>
    public string WordForTop { get; init; } = UsualTop;
    /// <summary>The desk's words for the others; null: High, Medium and Low in each reader's language.</summary>
    public string? WordForHigh { get; init; }
    /// <inheritdoc cref="WordForHigh"/>
    public string? WordForMedium { get; init; }
    /// <inheritdoc cref="WordForHigh"/>
    public string? WordForLow { get; init; }
    public bool CustomerPicksPriority { get; init; }
    /// <inheritdoc cref="Desks.ResolutionText"/>
    public ResolutionText ResolutionText { get; init; } = ResolutionText.Optional;
    /// <summary>The category of a ticket for which nobody chose one. Null: none.</summary>
    public Guid? DefaultCategoryId { get; init; }
    public ChatBecomesTicket ChatBecomesTicket { get; init; } = ChatBecomesTicket.WhenSessionEnds;
    /// <summary>A chat in which nobody wrote for this long has ended.</summary>
    public TimeSpan ChatIdleAfter { get; init; } = TimeSpan.FromMinutes(15);
    /// <summary>After a ticket was resolved, a customer's message reopens it for this long; later it opens a follow-up. Null: always reopens.</summary>
    public TimeSpan? ReopenWindow { get; init; }
    /// <summary>Resolved tickets close by themselves after this long. Null: never.</summary>
    public TimeSpan? CloseResolvedAfter { get; init; }
    /// <summary>Answered tickets close after this long without a word from the customer. Null: never.</summary>
    public TimeSpan? CloseSilentAfter { get; init; }
    /// <summary>So long before a ticket closes for silence, its customer is reminded once; it never closes without that. Null: it closes without a word.</summary>
    public TimeSpan? RemindSilentBefore { get; init; }
    /// <summary>What they are written then: Markdown with <see cref="Replies.Variables"/>, in which the desk itself stands for the agent.</summary>
    public string SilentReminder { get; init; } = UsualReminder;
    /// <summary>A customer's message on a ticket that nobody took for this long is told to the department, and as long again after that to those who lead the desk. Null: never.</summary>
    public TimeSpan? NobodyTookAfter { get; init; } = TimeSpan.FromMinutes(15);
    public WidgetSettings Widget { get; init; } = new();
    /// <summary>Below this score (0–1) the assistant says that it does not know.</summary>
    public double AssistantThreshold { get; init; } = 0.35;
    /// <summary>Whether people write down how long they worked on a ticket.</summary>
    public bool TracksTime { get; init; }
    /// <summary>What work can be, to choose from when time is written down. Empty: nothing to choose.</summary>
    public IReadOnlyList<string> Activities { get; init; } = UsualActivities;
    /// <summary>Lists of to-dos that a ticket gets with one click, by name.</summary>
    public IReadOnlyList<TodoTemplate> TodoTemplates { get; init; } = [];

    public const string UsualTop = "Urgent";

    /// <summary>The desk's own word for a priority; null: the usual one.</summary>
    public string? WordFor(Priority priority) => priority switch
    {
        Priority.Urgent => WordForTop == UsualTop ? null : WordForTop,
        Priority.High => WordForHigh,
        Priority.Medium => WordForMedium,
        _ => WordForLow,
    };

    /// <exception cref="RuleViolation">A value is outside of what makes sense; the message names the setting.</exception>
    public DeskSettings Checked()
    {
        if (ChatIdleAfter < TimeSpan.FromSeconds(1) || ChatIdleAfter > TimeSpan.FromDays(1)) throw new RuleViolation("A chat's idle time is between one second and one day.", "chatIdleAfter");
        if (ReopenWindow <= TimeSpan.Zero || CloseResolvedAfter <= TimeSpan.Zero || CloseSilentAfter <= TimeSpan.Zero || NobodyTookAfter <= TimeSpan.Zero) throw new RuleViolation("A time after which something happens is longer than nothing. Leave it empty for never.", "times");
        if (RemindSilentBefore is { } before && !(before > TimeSpan.Zero && before < CloseSilentAfter)) throw new RuleViolation("The reminder comes before the close: choose a shorter time than the one after which a silent ticket closes.", "RemindSilentBefore");
        if (!(AssistantThreshold is >= 0 and <= 1)) throw new RuleViolation("The assistant's threshold is a number from 0 to 1.", "assistantThreshold");
        if (!Enum.IsDefined(NumberForm) || !Enum.IsDefined(OpensOn) || !Enum.IsDefined(ComposerOpensOn) || !Enum.IsDefined(ResolutionText) || !Enum.IsDefined(ChatBecomesTicket)) throw new RuleViolation("There is no such choice. Take one of the list.", "settings");
        if (!Required.HasFlag(RequiredToCreate.Subject)) throw new RuleViolation("Every ticket has a subject: it is what people find it by.", "required");
        return WithWords() with { SilentReminder = CheckedReminder(), TodoTemplates = SameOr(TodoTemplates, CheckedTemplates()), Activities = SameOr(Activities, CheckedActivities()), Widget = Widget.Checked() };
    }

    private DeskSettings WithWords()
    {
        var clean = this with
        {
            WordForTop = Text.Line(WordForTop, "word for the highest priority", LongestWord),
            WordForHigh = Text.OptionalLine(WordForHigh, "word for priority 3", LongestWord),
            WordForMedium = Text.OptionalLine(WordForMedium, "word for priority 2", LongestWord),
            WordForLow = Text.OptionalLine(WordForLow, "word for priority 1", LongestWord),
        };
        string[] words = [clean.WordForTop, clean.WordForHigh ?? "High", clean.WordForMedium ?? "Medium", clean.WordForLow ?? "Low"];
        return words.Distinct(StringComparer.OrdinalIgnoreCase).Count() == words.Length ? clean : throw new RuleViolation("Two priorities have the same word. Give each its own.", "words");
    }

    /// <summary>Characters of a priority's word.</summary>
    public const int LongestWord = 40;

    private const string UsualReminder = "Hello {{customer.first_name}},\n\nwe wrote to you about “{{ticket.subject}}” and have not heard from you since. If it is settled, you need not do anything: {{ticket.number}} closes by itself soon. If not, please answer here.\n\n{{desk.name}}";

    private string CheckedReminder()
    {
        var text = Text.Body(SilentReminder, "reminder", Replies.CannedResponse.LongestBody);
        Replies.Variables.DemandKnown(text);
        return text;
    }

    private const int MostActivities = 30;
    private static readonly IReadOnlyList<string> UsualActivities = ["Call", "Visit", "E-mail", "Remote session"];

    /// <summary>Settings in which nothing was changed are equal to those before.</summary>
    private static IReadOnlyList<T> SameOr<T>(IReadOnlyList<T> before, List<T> clean) => clean.SequenceEqual(before) ? before : clean;

    private List<TodoTemplate> CheckedTemplates()
    {
        if (TodoTemplates.Count > TodoTemplate.Most) throw new RuleViolation($"A desk has at most {TodoTemplate.Most} templates. Delete one that nobody needs.", "template");
        var templates = TodoTemplates.Select(t => t.Checked()).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ToList();
        return templates.GroupBy(t => t.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is not { } twice ? templates
            : throw new RuleViolation($"The desk already has a template “{twice.Key}”. Choose another name.", "name");
    }

    private List<string> CheckedActivities()
    {
        var names = Activities.Select(a => Text.OptionalLine(a, "activity", Limits.Status)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return names.Count <= MostActivities ? names : throw new RuleViolation($"A desk has at most {MostActivities} activities. Take some out.", "activities");
    }
}

/// <summary>The chat widget of one desk.</summary>
public sealed record WidgetSettings
{
    public bool Enabled { get; init; } = true;
    public string Greeting { get; init; } = "Hello! How can we help?";
    /// <summary>CSS colour of the launcher and the visitor's own bubbles, <c>#rrggbb</c>.</summary>
    public string Accent { get; init; } = "#0f766e";
    /// <summary>Sites that may embed the widget, as origins (<c>https://shop.example</c>). Empty: none but the desk itself.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
    public bool AskForName { get; init; } = true;

    /// <exception cref="RuleViolation">The colour or an origin does not look like one.</exception>
    public WidgetSettings Checked()
    {
        foreach (var origin in AllowedOrigins) CheckOrigin(origin);
        if (!IsColour(Accent)) throw new RuleViolation("The accent is a colour like #0f766e.", "accent");
        return this with { Greeting = Text.Line(Greeting, "greeting") };
    }

    /// <summary>Exactly as a browser sends it: small letters, ASCII (<c>xn--…</c> for other scripts), no default port.</summary>
    public static void CheckOrigin(string origin)
    {
        var fine = Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.UserInfo.Length == 0 && origin.All(char.IsAscii) && uri.GetLeftPart(UriPartial.Authority) == origin;
        if (!fine) throw new RuleViolation($"“{origin}” is not an origin. It looks like https://shop.example, without a path.", "allowedOrigins");
    }

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
