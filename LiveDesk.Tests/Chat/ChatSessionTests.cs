using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Chat;

public sealed class ChatSessionTests
{
    private static ChatSession Session(string? page = "https://shop.example/cart") => new(Ids.New(Monday), DeskOf("technician"), Ids.New(Monday), "Carla", "Carla@Example.com", page, Monday);

    private static NewChatMessage Line(string text, string id = "m1") => new(text, id);

    [Fact]
    public void Whoever_answers_first_has_taken_the_chat()
    {
        var chat = Session();
        chat.Hear(Line("It beeps."), Monday);
        Assert.Equal((ChatState.Waiting, null), (chat.State, chat.AgentId));
        chat.Say(Ana, Line("Hello Carla!", "a1"), Monday);
        chat.Say(Ben, Line("Hi!", "b1"), Monday);
        Assert.Equal((ChatState.Active, Ana.Id), (chat.State, chat.AgentId));
        Assert.Single(chat.FactsOf<ChatWasTaken>());
    }

    [Fact]
    public void A_line_that_is_refused_does_not_take_the_chat()
    {
        var chat = Session();
        Assert.Throws<RuleViolation>(() => chat.Say(Ana, Line(" ", "a1"), Monday));
        Assert.Throws<RuleViolation>(() => chat.Say(Ana, Line("Hello", ""), Monday));
        Assert.Equal((ChatState.Waiting, null, 0), (chat.State, chat.AgentId, chat.Version));
    }

    [Fact]
    public void A_whisper_is_marked_for_agents_only()
    {
        var chat = Session();
        Assert.Equal(ChatSide.Note, chat.Whisper(Ben, Line("She called yesterday.", "w1"), Monday).Side);
        Assert.Null(chat.AgentId);
    }

    [Fact]
    public void Outsiders_and_the_assistant_do_not_speak_for_the_desk()
    {
        var chat = Session();
        foreach (var outsider in new[] { Carla, TheAssistant, Supplier, Rita, Kim })
        {
            Assert.Throws<RuleViolation>(() => chat.Say(outsider, Line("Hello"), Monday));
            Assert.Throws<RuleViolation>(() => chat.Whisper(outsider, Line("Hello"), Monday));
            Assert.Throws<RuleViolation>(() => chat.Take(outsider, Monday));
        }
        Assert.Throws<RuleViolation>(() => chat.End(TheAssistant, ChatEnd.ByAgent, Monday));
        Assert.Throws<RuleViolation>(() => chat.End(Rita, ChatEnd.ByAgent, Monday));
        Assert.Empty(chat.Messages);
    }

    [Fact]
    public void A_chat_ends_once_and_takes_no_line_after_it()
    {
        var chat = Session();
        chat.Hear(Line("It beeps."), Monday);
        chat.End(chat.Visitor, ChatEnd.ByVisitor, Monday);
        chat.End(Ana, ChatEnd.ByAgent, Monday.AddMinutes(1));
        Assert.Equal((ChatEnd.ByVisitor, Monday), (chat.Ending!.How, chat.Ending.At));
        Assert.Single(chat.FactsOf<ChatEnded>());
        Assert.Throws<RuleViolation>(() => chat.Hear(Line("Hello?", "m2"), Monday));
        Assert.Throws<RuleViolation>(() => chat.Say(Ana, Line("Hello?", "a2"), Monday));
        Assert.Throws<RuleViolation>(() => chat.Take(Ana, Monday));
    }

    [Fact]
    public void It_becomes_one_ticket_and_never_a_second()
    {
        var chat = Session();
        var ticket = Ids.New(Monday);
        chat.BecomeTicket(ticket, Actor.System, Monday);
        Assert.Throws<InvalidOperationException>(() => chat.BecomeTicket(Ids.New(Monday), Actor.System, Monday));
        Assert.Equal(ticket, chat.TicketId);
    }

    [Fact]
    public void A_picture_may_come_without_words()
    {
        var chat = Session();
        Assert.Equal("", chat.Hear(new NewChatMessage("", "m1", [Guid.NewGuid()]), Monday).Body);
        Assert.Throws<RuleViolation>(() => chat.Hear(new NewChatMessage("\u200B", "m2"), Monday));
        Assert.Throws<RuleViolation>(() => chat.Hear(Line(new string('x', Limits.ChatLine + 1), "m3"), Monday));
    }

    [Theory]
    [InlineData("https://shop.example/cart", "https://shop.example/cart")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/cart", null)]
    [InlineData(null, null)]
    public void The_page_is_a_web_address_or_unknown(string? given, string? kept) => Assert.Equal(kept, Session(given).PageUrl);

    [Fact]
    public void A_wrong_address_in_the_form_changes_nothing()
    {
        var chat = Session();
        Assert.Throws<RuleViolation>(() => chat.Introduce("Dev", "not an address", Monday));
        Assert.Equal(("Carla", "carla@example.com"), (chat.VisitorName, chat.VisitorEmail));
        chat.Introduce(" ", null, Monday);
        Assert.Equal(("Carla", "carla@example.com"), (chat.VisitorName, chat.VisitorEmail));
    }
}
