using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;

namespace LiveDesk.Infrastructure.Sample;

/// <summary>A few visitors who are writing right now.</summary>
internal static class SampleChats
{
    public static IEnumerable<ChatSession> Of(IReadOnlyList<Desk> desks, Actor agent, DateTimeOffset now)
    {
        Desk On(string slug) => desks.Single(d => d.Slug == slug);

        var waiting = Begin(0, On("technician"), "Marta Lindqvist", "marta.lindqvist@seerose.example", "https://seerose.example/contact", now.AddMinutes(-4));
        Hear(waiting, "Hello! The recorder at the reception shows no picture since this morning.", now.AddMinutes(-4));
        Hear(waiting, "All four cameras are black 😟", now.AddMinutes(-3));
        yield return waiting;

        var active = Begin(1, On("technician"), "Avi Levi", null, null, now.AddMinutes(-9));
        Hear(active, "Is somebody there? The panel beeps and I do not know the code.", now.AddMinutes(-9));
        Say(active, agent, "Good morning, Avi! Is it one beep every minute, or does it beep all the time?", now.AddMinutes(-8));
        Hear(active, "Once a minute.", now.AddMinutes(-7));
        active.Whisper(agent, new NewChatMessage("The master code is with his sister, see the property.", "sample-w1"), now.AddMinutes(-6));
        Say(active, agent, "Then it is a fault and no alarm. Does somebody in the family have the master code?", now.AddMinutes(-5));
        yield return active;

        var provider = Begin(2, On("psa"), "Zofia Nowak", "zofia.nowak@nordlogistik.example", "https://portal.nordlogistik.example/", now.AddMinutes(-6));
        Hear(provider, "VPN says *Authentication failed* again.", now.AddMinutes(-6));
        Say(provider, agent, "Hi Zofia, I am looking at the log. Please try once more now.", now.AddMinutes(-2));
        yield return provider;

        var field = Begin(3, On("field"), "Visitor", null, "https://lindenhof.example/tenants", now.AddMinutes(-2));
        Hear(field, "No water on floor 5. E01 is on the display.", now.AddMinutes(-2));
        yield return field;
    }

    private static ChatSession Begin(int number, Desk desk, string name, string? email, string? page, DateTimeOffset at) =>
        new(SampleIds.Of("chat", number), desk, SampleIds.Of("visitor", number), name, email, page, at);

    private static void Hear(ChatSession chat, string text, DateTimeOffset at) => chat.Hear(Line(chat, text), at);

    private static void Say(ChatSession chat, Actor agent, string text, DateTimeOffset at) => chat.Say(agent, Line(chat, text), at);

    private static NewChatMessage Line(ChatSession chat, string text) => new(text, $"sample-{chat.Messages.Count + 1}");
}
