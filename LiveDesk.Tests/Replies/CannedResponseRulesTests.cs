using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Replies;

public sealed class CannedResponseRulesTests
{
    private static readonly Actor Rosa = Staff("Rosa", Role.Supervisor);
    private static readonly Guid Desk = Ids.New(Monday);
    private static readonly CannedPlace Anas = CannedPlace.Of(Ana.Id!.Value);

    [Fact]
    public void Ana_writes_her_own_and_a_supervisor_the_desks()
    {
        var hers = CannedResponse.Write(Ana, Anas, "/Battery", "Change the **battery**, {{customer.first_name}}.", Monday);
        Assert.Equal(("Battery", "battery", CannedScope.Personal, 1), (hers.Name, hers.NameKey, hers.Scope, hers.Version));
        Assert.Equal(new FactSubject(SubjectKind.Person, Ana.Id!.Value), hers.FactsOf<CannedResponseWasAdded>().Single().Subject);
        var desks = CannedResponse.Write(Rosa, CannedPlace.OfDesk(Desk), "hello", "Hello", Monday);
        Assert.Equal((SubjectKind.Desk, Desk), (desks.Facts[0].Fact.Subject.Kind, desks.Facts[0].Fact.Subject.Id));
    }

    [Fact]
    public void What_others_say_is_not_for_an_agent_to_decide_and_what_is_Anas_is_Anas()
    {
        Assert.Contains("managing desks", Assert.Throws<RuleViolation>(() => CannedResponse.Write(Ana, CannedPlace.OfDesk(Desk), "hello", "Hello", Monday)).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => CannedResponse.Write(Ana, CannedPlace.OfDepartment(Desk, Ids.New(Monday)), "hello", "Hello", Monday));
        Assert.Throws<RuleViolation>(() => CannedResponse.Write(Ben, Anas, "hello", "Hello", Monday));
        Assert.Throws<RuleViolation>(() => CannedResponse.Write(Sam, Anas, "hello", "Hello", Monday));
        foreach (var other in new[] { Kim, Rita }) Assert.Throws<RuleViolation>(() => CannedResponse.Write(other, CannedPlace.Of(other.Id!.Value), "hello", "Hello", Monday));
        foreach (var other in new[] { Carla, TheAssistant, Supplier }) Assert.Throws<RuleViolation>(() => CannedResponse.Write(other, CannedPlace.OfDesk(Desk), "hello", "Hello", Monday));
        var desks = CannedResponse.Write(Rosa, CannedPlace.OfDesk(Desk), "hello", "Hello", Monday);
        Assert.Throws<RuleViolation>(() => desks.Change(Ana, Anas, "mine", "Mine now", 1, Monday));
        Assert.Throws<RuleViolation>(() => desks.Delete(Ana, Monday));
    }

    [Theory]
    [InlineData("opening hours")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" / ")]
    public void A_name_is_one_word(string? name) => Assert.Equal("name", Assert.Throws<RuleViolation>(() => CannedResponse.Write(Ana, Anas, name, "Hello", Monday)).Field);

    [Fact]
    public void A_text_without_words_or_with_an_unknown_variable_or_of_a_megabyte_is_refused()
    {
        foreach (var body in new[] { "", " \n ", "{{customer.shoe_size}}", new string('a', 1_000_000) })
            Assert.Equal("text", Assert.Throws<RuleViolation>(() => CannedResponse.Write(Ana, Anas, "hello", body, Monday)).Field);
    }

    [Fact]
    public void Who_changes_an_older_one_is_told_and_who_moves_one_tells_both_places()
    {
        var response = CannedResponse.Write(Rosa, CannedPlace.OfDesk(Desk), "hello", "Hello", Monday);
        response.Change(Rosa, CannedPlace.OfDesk(Desk), "hello", "Hello there", 1, Monday);
        Assert.Contains("meanwhile", Assert.Throws<RuleViolation>(() => response.Change(Sam, CannedPlace.OfDesk(Desk), "hello", "Hi", 1, Monday)).Message, StringComparison.Ordinal);
        response.ForgetFacts();
        response.Change(Rosa, CannedPlace.Of(Rosa.Id!.Value), "hello", "Mine", 2, Monday);
        Assert.Equal([SubjectKind.Person, SubjectKind.Desk], response.Facts.Select(f => f.Fact.Subject.Kind));
    }

    [Fact]
    public void A_reply_does_not_leave_with_a_variable_in_it_and_a_note_may_keep_it()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        const string text = "Dear {{ Customer.Name }}, {{organisation.name}} pays.";
        var refused = Assert.Throws<RuleViolation>(() => ticket.Answer(Ana, Says(text), desk, Monday)).Message;
        Assert.Contains("{{customer.name}}, {{organisation.name}} have no value yet", refused, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => ticket.LeavePublicNote(Ana, Says(text), desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Answer(VipRule, Says(text), desk, Monday));
        Assert.Empty(ticket.Entries);
        ticket.LeaveNote(Ana, Says(text), desk, Monday);
        ticket.Answer(Ana, Says("Write {{ name }} or {{user}} in the template, and {{ alone."), desk, Monday);
        Assert.Equal(2, ticket.Entries.Count);
    }
}
