using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Tests.Fields;

public sealed class TagRulesTests
{
    [Fact]
    public void A_tag_is_made_once_whatever_its_case_and_put_on_once()
    {
        var desk = Cast.DeskOf("field");
        var vip = desk.NeedTag(Cast.Ana, " #VIP ", Cast.Monday);
        Assert.Equal(("VIP", vip), (vip.Name, desk.NeedTag(Cast.Ben, "vip", Cast.Monday)));
        Assert.Throws<RuleViolation>(() => desk.NeedTag(Cast.Ana, "a,b", Cast.Monday));
        Assert.Throws<RuleViolation>(() => desk.NeedTag(Cast.Ana, " # ", Cast.Monday));
        Assert.Throws<RuleViolation>(() => desk.NeedTag(Cast.Rita, "mine", Cast.Monday));
        var ticket = Cast.OpenedBy(Cast.Ben, desk);
        ticket.PutTag(Cast.Ana, vip.Id, desk, Cast.Monday);
        ticket.PutTag(Cast.Ben, vip.Id, desk, Cast.Monday);
        Assert.Single(ticket.FactsOf<TicketWasTagged>());
        ticket.TakeOffTag(Cast.Ana, vip.Id, desk, Cast.Monday);
        ticket.TakeOffTag(Cast.Ben, vip.Id, desk, Cast.Monday);
        Assert.Single(ticket.FactsOf<TicketWasUntagged>());
        Assert.Empty(ticket.Tags);
        Assert.Throws<RuleViolation>(() => ticket.PutTag(Cast.TheAssistant, vip.Id, desk, Cast.Monday));
    }

    [Fact]
    public void Merged_tags_mean_the_same_over_several_steps_and_a_deleted_one_is_shown_nowhere()
    {
        var desk = Cast.DeskOf("field");
        var (a, b, c) = (desk.NeedTag(Cast.Ana, "printer", Cast.Monday), desk.NeedTag(Cast.Ana, "printers", Cast.Monday), desk.NeedTag(Cast.Ana, "Drucker", Cast.Monday));
        var ticket = Cast.OpenedBy(Cast.Ben, desk);
        ticket.PutTag(Cast.Ana, a.Id, desk, Cast.Monday);
        ticket.PutTag(Cast.Ana, c.Id, desk, Cast.Monday);
        desk.MergeTag(Cast.Sam, a.Id, b.Id, Cast.Monday);
        desk.MergeTag(Cast.Sam, b.Id, c.Id, Cast.Monday);
        Assert.Equal([c], desk.StandingTags(ticket.Tags.Select(t => t.TagId)));
        Assert.Equal(3, desk.TagsMeaning(c.Id).Count);
        Assert.Throws<RuleViolation>(() => desk.MergeTag(Cast.Sam, c.Id, a.Id, Cast.Monday));
        Assert.Throws<RuleViolation>(() => desk.MergeTag(Cast.Sam, c.Id, c.Id, Cast.Monday));
        // Its name is free again, for another tag.
        Assert.NotEqual(a.Id, desk.NeedTag(Cast.Ana, "printer", Cast.Monday).Id);
        // Taking it off takes off all that means it.
        ticket.TakeOffTag(Cast.Ana, c.Id, desk, Cast.Monday);
        Assert.Empty(ticket.Tags);
        ticket.PutTag(Cast.Ana, a.Id, desk, Cast.Monday);
        Assert.Equal([c.Id], ticket.Tags.Select(t => t.TagId));
        desk.DeleteTag(Cast.Sam, c.Id, Cast.Monday);
        Assert.Empty(desk.StandingTags([a.Id, b.Id, c.Id]));
        Assert.Throws<RuleViolation>(() => ticket.PutTag(Cast.Ana, b.Id, desk, Cast.Monday));
        Assert.Throws<RuleViolation>(() => desk.DeleteTag(Cast.Ana, desk.OfferedTags.First().Id, Cast.Monday));
    }
}
