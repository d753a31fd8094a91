using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Domain.Replies;

namespace LiveDesk.Tests.Replies;

public sealed class VariablesTests
{
    private static readonly VariableValues OfCarla = new("Carla Ößling", "Ana Berg", "T-1042", "The door does not open", "Keller Security", null);

    [Theory]
    [InlineData("Dear {{customer.name}},", "Dear Carla Ößling,")]
    [InlineData("Dear {{customer.first_name}}, {{agent.first_name}} here ({{agent.name}}).", "Dear Carla, Ana here (Ana Berg).")]
    [InlineData("{{ticket.number}} “{{ticket.subject}}” at {{desk.name}}", "T-1042 “The door does not open” at Keller Security")]
    [InlineData("{{ Customer.First_Name }}!", "Carla!")]
    [InlineData("{{{customer.first_name}}}", "{Carla}")]
    [InlineData("{{customer.first_name", "{{customer.first_name")]
    [InlineData("{{customer.\nfirst_name}}", "{{customer.\nfirst_name}}")]
    [InlineData("{{}} {{ }} {x} }} {{ {customer.name} }}", "{{}} {{ }} {x} }} {{ {customer.name} }}")]
    [InlineData("", "")]
    public void A_text_is_filled_in_for_Carla(string body, string reads)
    {
        var filled = Variables.Fill(body, OfCarla);
        Assert.Equal(reads, filled.Text);
        Assert.Empty(filled.Missing);
    }

    [Fact]
    public void What_has_no_value_stays_to_be_seen_and_is_named_once()
    {
        var filled = Variables.Fill("{{Organisation.Name}} and {{organisation.name}}, dear {{customer.name}} of {{ticket.subject}}", OfCarla with { TicketSubject = "  " });
        Assert.Equal("{{organisation.name}} and {{organisation.name}}, dear Carla Ößling of {{ticket.subject}}", filled.Text);
        Assert.Equal(["organisation.name", "ticket.subject"], filled.Missing);
    }

    [Theory]
    [InlineData("*Carla* [here](https://evil.example)", @"\*Carla\* \[here\](https://evil.example)")]
    [InlineData("<script>alert(1)</script>", @"\<script\>alert(1)\</script\>")]
    [InlineData("# Carla", @"\# Carla")]
    [InlineData("1. May", @"1\. May")]
    [InlineData("T-1042 & Co", @"T-1042 \& Co")]
    public void A_value_is_letters_and_never_Markdown(string name, string reads) => Assert.Equal(reads, Variables.Fill("{{customer.name}}", OfCarla with { CustomerName = name }).Text);

    [Fact]
    public void A_value_that_looks_like_a_variable_is_not_filled_in_again() =>
        Assert.Equal("{{desk.name}}", Variables.Fill("{{customer.name}}", OfCarla with { CustomerName = "{{desk.name}}" }).Text);

    [Fact]
    public void The_first_name_of_a_doctor_is_not_her_title() =>
        Assert.Equal("Samira", Variables.Fill("{{customer.first_name}}", OfCarla with { CustomerName = "Dr. Samira Haddad" }).Text);

    [Fact]
    public void A_variable_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var refused = Assert.Throws<RuleViolation>(() => Variables.DemandKnown("Dear {{customer.name}} {{custmer.nmae}}"));
        Assert.Contains("“{{custmer.nmae}}”", refused.Message, StringComparison.Ordinal);
        Assert.All(Variables.Known, name => Assert.Contains(Variables.Written(name), refused.Message, StringComparison.Ordinal));
        Assert.Equal(8, Variables.Known.Count);
        Variables.DemandKnown("{{customer.name}} {{ }} {{ and {braces} }} " + "{{" + new string('x', 80) + "}}");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{{")]
    [InlineData("{{a")]
    [InlineData("}}{{")]
    [InlineData("{{ ")]
    public void Braces_alone_cost_no_more_than_other_letters(string piece)
    {
        var hostile = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var watch = Stopwatch.StartNew();
        Assert.Equal(hostile, Variables.Fill(hostile, OfCarla).Text);
        Assert.Empty(Variables.LeftIn(hostile));
        // Quadratic work on a million letters takes minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }
}
