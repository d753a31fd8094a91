using LiveDesk.Domain;
using LiveDesk.Domain.Assistant;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Assistant;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Tests.Knowledge;
using LiveDesk.Tests.Search;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Assistant;

/// <summary>Without any model.</summary>
public sealed class DraftTests
{
    [Theory, BothDatabases]
    public async Task Ana_gets_the_sentences_of_the_right_passage_word_for_word(DatabaseKind kind)
    {
        await using var desk = await RankingTests.LibraryAsync(kind);
        var draft = await DraftAsync(desk, "Alarm", "Hello,\n\nmy name is Carla and I hope you are well. Since yesterday evening our alarm panel beeps every minute, it drives the dog mad. How can I silence the beep?\n\nKind regards\nCarla");

        Assert.Equal("Why your alarm panel beeps, and how to stop it", draft.Sentences[0].Sources[0].Title);
        Assert.Contains(draft.Sentences, s => s.Text == "Enter your user code and press OK (on older keypads #).");
        await using var db = desk.OpenDatabase();
        foreach (var sentence in draft.Sentences)
        {
            var passage = await db.Passages.SingleAsync(p => p.Id == sentence.Sources[0].PassageId);
            Assert.Contains(sentence.Text, passage.Text, StringComparison.Ordinal);
            Assert.True(sentence.Supported);
        }
    }

    [Theory, BothDatabases]
    public async Task A_german_question_gets_the_german_article(DatabaseKind kind)
    {
        await using var desk = await RankingTests.LibraryAsync(kind);
        var draft = await DraftAsync(desk, "Die Zentrale piept", "Seit dem Stromausfall piept unsere Alarmzentrale. Wie kann ich den Ton abstellen?");
        Assert.Equal("Warum die Alarmzentrale piept und wie Sie das abstellen", draft.Sentences[0].Sources[0].Title);
    }

    [Theory, BothDatabases]
    public async Task What_it_does_not_know_it_says_and_that_becomes_a_gap(DatabaseKind kind)
    {
        await using var desk = await RankingTests.LibraryAsync(kind);
        foreach (var (subject, text) in new[] { ("Do you sell bicycles?", "My son wants a red one for his birthday."), ("What is the meaning of life?", "Asking for a friend, write to carla@example.com"), ("Do you also sell bicycles?", "A green one please") })
            Assert.False((await DraftAsync(desk, subject, text)).Knows, subject);

        var gaps = await desk.Get<KnowledgeGaps>().ListAsync(desk.Kim);
        Assert.Equal([2, 1], gaps.Select(g => g.Times));
        Assert.Contains("bicycles", gaps[0].Question, StringComparison.Ordinal);
        Assert.DoesNotContain("carla@example.com", gaps[1].Question, StringComparison.Ordinal);
        Assert.Empty(await desk.Get<KnowledgeGaps>().ListAsync(desk.Ola));
        await desk.PublishedAsync("Do you sell bicycles?", "No, we do not sell bicycles. Ask the shop next door.");
        Assert.Equal(1, Assert.Single(await desk.Get<KnowledgeGaps>().ListAsync(desk.Kim)).Times);
    }

    [Theory, BothDatabases]
    public async Task A_customer_is_never_answered_from_an_internal_article(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.PublishedAsync("Resetting the master code", "The secret master code is reset with the zebra key.", Visibility.Internal);
        var draft = await DraftAsync(desk, "How do I reset the master code?", null);
        Assert.False(draft.Knows);
        var named = Assert.Single(draft.Nearest);
        Assert.True(named.Internal);
    }

    [Theory, BothDatabases]
    public async Task An_article_of_another_desk_is_not_cited_and_one_of_the_installation_is(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.PublishedAsync("Reset the flux capacitor", "Other desk: press the flux capacitor twice.", deskId: desk.Hosting.Id);
        Assert.False((await DraftAsync(desk, "How do I reset the flux capacitor?", null)).Knows);
        var id = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(new ArticleText("Resetting a flux capacitor", "Press the flux capacitor once.")));
        await desk.Articles().PublishAsync(desk.Kim, id);
        Assert.Equal("Press the flux capacitor once.", Assert.Single((await DraftAsync(desk, "How do I reset the flux capacitor?", null)).Sentences).Text);
    }

    [Theory, BothDatabases]
    public async Task A_published_solution_answers_the_next_customer(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (first, _) = await desk.AddTicketAsync("Gate opener blinks purple");
        Assert.False((await desk.Get<AssistantCommands>().DraftAsync(desk.Ana, first)).Knows);
        await desk.Tickets.ResolveAsync(desk.Ana, first, "Hold the learn button of the gate opener for ten seconds until it blinks green.");
        var made = await desk.Get<ArticleFromTicket>().MakeAsync(desk.Ana, first);
        Assert.False((await DraftAsync(desk, "My gate opener is blinking purple", null)).Knows);
        await desk.Articles().PublishAsync(desk.Kim, made.ArticleId);

        var draft = await DraftAsync(desk, "My gate opener is blinking purple", null);
        Assert.Equal(made.ArticleId, draft.Sentences[0].Sources[0].ArticleId);
        Assert.Empty(await desk.Get<KnowledgeGaps>().ListAsync(desk.Kim));
    }

    [Theory, BothDatabases]
    public async Task It_writes_nothing_to_the_ticket_and_is_on_record(DatabaseKind kind)
    {
        await using var desk = await RankingTests.LibraryAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The alarm panel beeps");
        var before = await StateAsync();
        var draft = await desk.Get<AssistantCommands>().DraftAsync(desk.Ana, id);
        Assert.Equal(before, await StateAsync());
        await desk.Get<AssistantCommands>().WasUsedAsync(desk.Ana, draft.Id, accepted: true);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<AssistantCommands>().WasUsedAsync(desk.Ben, draft.Id, accepted: false));
        await using var db = desk.OpenDatabase();
        var call = await db.AssistantCalls.SingleAsync();
        Assert.Equal(("extractive", true, true, desk.Ana.Id), (call.Model, call.Answered, call.Accepted, call.AskedBy));

        async Task<string> StateAsync()
        {
            await using var own = desk.OpenDatabase();
            var ticket = await own.Tickets.Include(t => t.Entries).SingleAsync(t => t.Id == id);
            return $"{ticket.Version} {ticket.LastActivityAt} {ticket.Entries.Count} {await own.Activities.CountAsync()}";
        }
    }

    [Theory, BothDatabases]
    public async Task Ola_cannot_have_a_draft_of_a_ticket_that_she_cannot_see_and_Kim_may_not_answer(DatabaseKind kind)
    {
        await using var desk = await RankingTests.LibraryAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The alarm panel beeps");
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<AssistantCommands>().DraftAsync(desk.Ola, id));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<AssistantCommands>().DraftAsync(desk.Kim, id));
        Assert.True((await desk.Get<AssistantCommands>().DraftAsync(desk.Ben, id)).Knows);
    }

    private static async Task<DraftProposal> DraftAsync(TestDesk desk, string subject, string? description)
    {
        var (id, _) = await desk.Tickets.OpenAsync(Actor.System, desk.Desk.Id, new NewTicket { Subject = subject, Description = description, Channel = Channel.Email, RequesterName = "Carla", RequesterEmail = "carla@example.com" });
        return await desk.Get<AssistantCommands>().DraftAsync(desk.Ana, id);
    }
}
