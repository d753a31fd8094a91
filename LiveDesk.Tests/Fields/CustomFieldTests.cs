using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Tests.Fields;

/// <summary>What may stand in a custom field, and when it must.</summary>
public sealed class CustomFieldTests
{
    private static readonly FieldOption Red = new(Guid.NewGuid(), "Red"), Blue = new(Guid.NewGuid(), "Blue");

    [Theory]
    [InlineData(FieldKind.Number, " 12.50 ", "12.5")]
    [InlineData(FieldKind.Number, "-0", "0")]
    [InlineData(FieldKind.Date, "2026-03-31", "2026-03-31")]
    [InlineData(FieldKind.Text, "  a\u0000b ", "a b")]
    [InlineData(FieldKind.Text, " \u200B ", null)]
    [InlineData(FieldKind.Pattern, "AB-1234", "AB-1234")]
    public void What_was_typed_is_kept_in_one_form(FieldKind kind, string typed, string? kept) => Assert.Equal(kept, Field(kind).Read(typed));

    [Theory]
    [InlineData(FieldKind.Number, "1,5")]
    [InlineData(FieldKind.Number, "1e5")]
    [InlineData(FieldKind.Number, "99999999999999999999999999999999")]
    [InlineData(FieldKind.Date, "31.3.2026")]
    [InlineData(FieldKind.Date, "2026-02-30")]
    [InlineData(FieldKind.Pattern, "AB-1234 and more")]
    [InlineData(FieldKind.Choice, "Red")]
    [InlineData(FieldKind.Several, "00000000-0000-0000-0000-000000000001")]
    public void What_the_field_does_not_ask_for_is_refused_with_a_sentence_about_it(FieldKind kind, string typed)
    {
        var field = Field(kind);
        var refusal = Assert.Throws<RuleViolation>(() => field.Read(typed));
        Assert.Equal(field.Key, refusal.Field);
        Assert.Contains("“Serial number”", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_would_run_for_ever_ends_at_once_and_says_what_a_value_looks_like()
    {
        var evil = new CustomField { Id = Guid.NewGuid(), Name = "Serial number", Kind = FieldKind.Pattern, Pattern = "(a+)+$", PatternHelp = "Only the letter a." }.Checked();
        Assert.Equal("aaaa", evil.Read("aaaa"));
        // With backtracking this takes longer than the age of the world.
        Assert.Equal("“Serial number”: Only the letter a.", Assert.Throws<RuleViolation>(() => evil.Read(new string('a', 900) + "!")).Message);
    }

    [Theory]
    [InlineData("(", "no pattern")]
    [InlineData("a)|(b", "no pattern")]
    [InlineData("(?=a)b", "looks ahead")]
    [InlineData(@"(a)\1", "refers back")]
    [InlineData("((a{1000}){1000}){1000}", "repeats too often")]
    [InlineData("", "missing")]
    public void A_pattern_that_is_none_or_cannot_be_run_safely_is_refused_in_the_settings(string pattern, string why)
    {
        var refusal = Assert.Throws<RuleViolation>(() => (Field(FieldKind.Pattern) with { Pattern = pattern }).Checked());
        Assert.Equal("pattern", refusal.Field);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_survives_the_deletion_of_its_choice_and_says_that_it_is_no_longer_offered()
    {
        var desk = Cast.DeskOf("technician");
        var field = Field(FieldKind.Several);
        desk.KeepField(Cast.Sam, field, null, Cast.Monday);
        var ticket = Cast.OpenedBy(Cast.Ben, desk);
        ticket.FillIn(Cast.Ana, field.Id, $"{Blue.Id} {Red.Id}", desk, Cast.Monday);
        Assert.Equal($"{Red.Id} {Blue.Id}", ticket.FieldValues[field.Id]);

        desk.KeepField(Cast.Sam, desk.Fields[0] with { Options = [Blue with { Label = "Navy" }] }, 1, Cast.Monday);
        Assert.Equal(["Navy"], desk.Fields[0].Offered.Select(o => o.Label));
        Assert.Equal([("Navy", false), ("Red", true)], desk.Fields[0].Chosen(ticket.FieldValues[field.Id]).Select(o => (o.Label, o.IsGone)));
        // It stays as long as nobody takes it off, and then it is gone.
        ticket.FillIn(Cast.Ana, field.Id, $"{Red.Id}", desk, Cast.Monday);
        Assert.Equal("Red", desk.Fields[0].Show(ticket.FieldValues[field.Id], CultureInfo.InvariantCulture));
        ticket.FillIn(Cast.Ana, field.Id, $"{Blue.Id}", desk, Cast.Monday);
        Assert.Throws<RuleViolation>(() => ticket.FillIn(Cast.Ana, field.Id, $"{Red.Id}", desk, Cast.Monday));
        // The same word again is the same option.
        desk.KeepField(Cast.Sam, desk.Fields[0] with { Options = [Blue, new(Guid.NewGuid(), "red")] }, 2, Cast.Monday);
        Assert.Equal([Blue.Id, Red.Id], desk.Fields[0].Offered.Select(o => o.Id));
    }

    [Fact]
    public void Who_changes_a_field_that_somebody_changed_meanwhile_is_told_and_its_kind_stays()
    {
        var desk = Cast.DeskOf("field");
        desk.KeepField(Cast.Sam, Field(FieldKind.Text), null, Cast.Monday);
        var seen = desk.Fields[0];
        desk.KeepField(Cast.Sam, seen with { Name = "Plate" }, 1, Cast.Monday);
        Assert.Contains("changed the field “Plate”", Assert.Throws<RuleViolation>(() => desk.KeepField(Cast.Sam, seen, 1, Cast.Monday)).Message, StringComparison.Ordinal);
        Assert.Equal("kind", Assert.Throws<RuleViolation>(() => desk.KeepField(Cast.Sam, desk.Fields[0] with { Kind = FieldKind.Date }, 2, Cast.Monday)).Field);
        Assert.Equal("name", Assert.Throws<RuleViolation>(() => desk.KeepField(Cast.Sam, Field(FieldKind.Text) with { Name = "PLATE" }, null, Cast.Monday)).Field);
        Assert.Throws<RuleViolation>(() => desk.KeepField(Cast.Ana, Field(FieldKind.Date), null, Cast.Monday));
    }

    [Fact]
    public void What_is_needed_to_create_is_asked_of_a_form_in_its_departments_and_of_no_mail()
    {
        var desk = Cast.DeskOf("hosting");
        var (billing, other) = (desk.Departments.Single(d => d.Name == "Billing"), desk.Departments.First(d => d.Name != "Billing"));
        var field = Field(FieldKind.Number) with { Need = FieldNeed.ToCreate, Departments = [billing.Id] };
        desk.KeepField(Cast.Sam, field, null, Cast.Monday);
        NewTicket In(Department department) => Cast.Request(desk) with { DepartmentId = department.Id };
        Assert.Equal(field.Key, Assert.Throws<RuleViolation>(() => Ticket.Open(In(billing), desk, Cast.Ana, Cast.Monday)).Field);
        Assert.Empty(Ticket.Open(In(other), desk, Cast.Ana, Cast.Monday).FieldValues);
        Assert.Empty(Ticket.Open(In(billing) with { Channel = Channel.Email }, desk, Actor.System, Cast.Monday).FieldValues);
        var ticket = Ticket.Open(In(billing) with { Fields = new Dictionary<Guid, string> { [field.Id] = "007" } }, desk, Cast.Ana, Cast.Monday);
        Assert.Equal("7", ticket.FieldValues[field.Id]);
        Assert.Throws<RuleViolation>(() => ticket.FillIn(Cast.Ana, field.Id, null, desk, Cast.Monday));
    }

    [Fact]
    public void No_way_leads_to_resolved_without_what_it_needs_and_a_move_may_bring_it()
    {
        var desk = Cast.DeskOf("technician");
        var field = Field(FieldKind.Text) with { Need = FieldNeed.OnResolve };
        desk.KeepField(Cast.Sam, field, null, Cast.Monday);
        var ticket = Cast.OpenedBy(Cast.Ben, desk);
        var resolved = desk.StatusNamed("Resolved").Id;
        Assert.Equal(field.Key, Assert.Throws<RuleViolation>(() => ticket.MoveTo(Cast.Ana, resolved, new MoveDetails("Done."), desk, Cast.Monday)).Field);
        Assert.Equal(field.Key, Assert.Throws<RuleViolation>(() => ticket.Resolve(Cast.Ana, "Done.", desk, Cast.Monday)).Field);
        Assert.Equal(field.Key, Assert.Throws<RuleViolation>(() => ticket.Close(Cast.Ana, desk, Cast.Monday)).Field);
        Assert.Throws<RuleViolation>(() => ticket.WriteAndMoveTo(Cast.Ana, () => ticket.Answer(Cast.Ana, Cast.Says("Done."), desk, Cast.Monday), resolved, new MoveDetails("Done."), desk, Cast.Monday));
        ticket.MoveTo(Cast.Ana, resolved, new MoveDetails("Done.", Fields: new Dictionary<Guid, string> { [field.Id] = "X-1" }), desk, Cast.Monday);
        Assert.Equal("X-1", ticket.FieldValues[field.Id]);
        Assert.Single(ticket.FactsOf<TicketFieldWasFilledIn>());
        // While it is done the value may change, and may not go.
        ticket.FillIn(Cast.Ana, field.Id, "X-2", desk, Cast.Monday);
        Assert.Throws<RuleViolation>(() => ticket.FillIn(Cast.Ana, field.Id, " ", desk, Cast.Monday));
        ticket.Reopen(Cast.Ana, desk, Cast.Monday);
        // What is there is not overwritten by what a move brings for whoever lacks it.
        ticket.MoveTo(Cast.Ana, resolved, new MoveDetails("Done.", Fields: new Dictionary<Guid, string> { [field.Id] = "X-3" }), desk, Cast.Monday);
        Assert.Equal("X-2", ticket.FieldValues[field.Id]);
    }

    [Fact]
    public void Two_who_fill_in_different_fields_both_win_and_the_same_one_is_never_overwritten_unseen()
    {
        var desk = Cast.DeskOf("suite");
        var (one, other) = (Field(FieldKind.Text), Field(FieldKind.Text) with { Name = "Room" });
        desk.KeepField(Cast.Sam, one, null, Cast.Monday);
        desk.KeepField(Cast.Sam, other, null, Cast.Monday);
        var ticket = Cast.OpenedBy(Cast.Ben, desk);
        ticket.FillIn(Cast.Ana, one.Id, "A", desk, Cast.Monday, new Seen<string?>(null));
        ticket.FillIn(Cast.Ben, other.Id, "B", desk, Cast.Monday, new Seen<string?>(null));
        Assert.Equal(["A", "B"], ticket.FieldValues.Values.Order());
        var told = Assert.Throws<ChangedMeanwhile>(() => ticket.FillIn(Cast.Ben, one.Id, "C", desk, Cast.Monday, new Seen<string?>(null)));
        Assert.Equal(("A", one.Id), (told.Theirs, told.CustomFieldId));
        Assert.Contains("“Serial number”", told.Message, StringComparison.Ordinal);
        ticket.FillIn(Cast.Ben, one.Id, "A", desk, Cast.Monday, new Seen<string?>(null));
        desk.KeepField(Cast.Sam, desk.Fields[0] with { IsOff = true }, 1, Cast.Monday);
        Assert.Throws<RuleViolation>(() => ticket.FillIn(Cast.Ben, one.Id, "D", desk, Cast.Monday));
        Assert.Equal("A", ticket.FieldValues[one.Id]);
        Assert.Throws<RuleViolation>(() => ticket.FillIn(Cast.TheAssistant, other.Id, "D", desk, Cast.Monday));
    }

    private static CustomField Field(FieldKind kind) => new()
    {
        Id = Guid.NewGuid(), Name = "Serial number", Kind = kind,
        Pattern = kind is FieldKind.Pattern ? @"[A-Z]{2}-\d{4}" : null, PatternHelp = kind is FieldKind.Pattern ? "Two letters, a hyphen, four digits." : null,
        Options = kind is FieldKind.Choice or FieldKind.Several ? [Red, Blue] : [],
    };
}
