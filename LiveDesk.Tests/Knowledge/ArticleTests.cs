using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Knowledge;

public sealed class ArticleTests
{
    private static readonly ArticleText Beeping = new("The panel beeps", "## Battery\n\nChange it.\n\n## Mains\n\nCheck the fuse.");

    [Theory, BothDatabases]
    public async Task Kim_writes_and_publishes_and_readers_see_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(Beeping, desk.Desk.Id));
        Assert.Null(await desk.Get<HelpQueries>().FindAsync("en", "the-panel-beeps"));
        await desk.Articles().PublishAsync(desk.Kim, id);

        var shown = await desk.Get<HelpQueries>().FindAsync("en", "the-panel-beeps");
        Assert.Equal(Beeping.Body, shown!.Body);
        await using var db = desk.OpenDatabase();
        Assert.Equal(["Battery", "Mains"], await db.Passages.OrderBy(p => p.Order).Select(p => p.Heading).ToListAsync());
    }

    [Theory, BothDatabases]
    public async Task Readers_keep_the_published_text_while_an_editor_is_ahead(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await desk.PublishedAsync("The panel beeps", "Change the battery.");
        await desk.RewriteAsync(desk.Ana, id, t => t with { Title = "Not yet", Body = "Not yet" });

        var shown = await desk.Get<HelpQueries>().FindAsync("en", "the-panel-beeps");
        Assert.Equal(("The panel beeps", "Change the battery."), (shown!.Title, shown.Body));
        Assert.True((await desk.ReadAsync(id)).IsAhead);
        Assert.Empty(await desk.Get<HelpQueries>().SearchAsync("not yet"));
    }

    [Theory, BothDatabases]
    public async Task Two_editors_of_one_article_are_shown_each_others_text(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(Beeping));
        var seen = (await desk.ReadAsync(id)).Version;
        await desk.RewriteAsync(desk.Ana, id, t => t with { Body = "Ana's text" }, seen);

        var conflict = await Assert.ThrowsAsync<ArticleChangedMeanwhile>(() => desk.RewriteAsync(desk.Kim, id, t => t with { Body = "Kim's text" }, seen));
        Assert.Equal(("Ana's text", "Ana"), (conflict.Theirs.Body, conflict.By));
        await desk.RewriteAsync(desk.Kim, id, t => t with { Body = "Both" }, conflict.Version);
        Assert.Equal("Both", (await desk.ReadAsync(id)).Text.Body);
    }

    [Theory, BothDatabases]
    public async Task An_old_revision_comes_back_as_a_new_one(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(Beeping));
        await desk.RewriteAsync(desk.Kim, id, t => t with { Body = "Worse" });
        await desk.Articles().RestoreAsync(desk.Kim, id, 1);

        var now = await desk.ReadAsync(id);
        Assert.Equal((Beeping.Body, 3), (now.Text.Body, now.RevisionNumber));
        Assert.Equal(["Revision 1 restored", "Edited", "Written"], now.Revisions.Select(r => r.Why));
        var lines = (await desk.Library().CompareAsync(desk.Kim, id, 2, 3)).Lines;
        Assert.Contains(lines, l => l.Old.Text == "Worse" && l.New.Change is not LineChange.Same);
    }

    [Theory, BothDatabases]
    public async Task An_agent_writes_but_does_not_publish_nor_open_what_is_internal(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var id = await desk.Articles().CreateAsync(desk.Ana, new NewArticle(Beeping with { Visibility = Visibility.Internal }));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Articles().PublishAsync(desk.Ana, id));
        await desk.Articles().AskForReviewAsync(desk.Ana, id);
        await desk.Articles().PublishAsync(desk.Kim, id);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.RewriteAsync(desk.Ana, id, t => t with { Visibility = Visibility.Public }));
        Assert.Null(await desk.Get<HelpQueries>().FindAsync("en", "the-panel-beeps"));
    }

    [Theory, BothDatabases]
    public async Task What_becomes_internal_or_archived_is_gone_from_the_help_centre_at_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var hidden = await desk.PublishedAsync("Opening the safe", "Turn the wheel.");
        var old = await desk.PublishedAsync("Old model", "Turn the crank.");
        Assert.Equal(2, (await desk.Get<HelpQueries>().SearchAsync("turn")).Count);
        await desk.RewriteAsync(desk.Kim, hidden, t => t with { Visibility = Visibility.Internal });
        await desk.Articles().ArchiveAsync(desk.Kim, old);

        Assert.Empty(await desk.Get<HelpQueries>().SearchAsync("turn"));
        Assert.Empty(await desk.Get<HelpQueries>().AllAsync());
    }

    [Theory, BothDatabases]
    public async Task Two_articles_with_one_title_get_two_addresses_and_a_taken_one_is_refused(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var first = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(Beeping));
        var second = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(Beeping));
        Assert.Equal(["the-panel-beeps", "the-panel-beeps-2"], [(await desk.ReadAsync(first)).Slug, (await desk.ReadAsync(second)).Slug]);
        var now = await desk.ReadAsync(second);
        var refused = await Assert.ThrowsAsync<RuleViolation>(() => desk.Articles().ReviseAsync(desk.Kim, second, new ArticleChange(now.Text, null, "the-panel-beeps", "x", now.Version)));
        Assert.Equal("slug", refused.Field);
    }

    [Theory, BothDatabases]
    public async Task A_solved_ticket_becomes_one_draft_with_its_personal_data_flagged(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.PublishedAsync("The alarm panel beeps at night", "It is the battery.");
        var (ticket, number) = await desk.AddTicketAsync("The alarm panel beeps at night");
        await desk.Tickets.ResolveAsync(desk.Ana, ticket, "Carla changed the battery; call +43 660 1234567 or carla@example.com, panel at 192.168.1.20.");
        var made = await desk.Get<ArticleFromTicket>().MakeAsync(desk.Ana, ticket);

        var draft = await desk.ReadAsync(made.ArticleId);
        Assert.Equal((ArticleState.Draft, number), (draft.State, draft.FromTicket!.Value.Number));
        Assert.Contains("## Problem", draft.Text.Body, StringComparison.Ordinal);
        Assert.Contains("## Solution\n\nCarla changed the battery", draft.Text.Body, StringComparison.Ordinal);
        Assert.Equal([PersonalDataKind.Name, PersonalDataKind.Phone, PersonalDataKind.Email, PersonalDataKind.IpAddress], draft.PersonalData.Select(p => p.Kind));
        Assert.Equal("The alarm panel beeps at night", Assert.Single(draft.Duplicates).Title);
        Assert.Equal((made.ArticleId, true), await AgainAsync());

        async Task<(Guid, bool)> AgainAsync() => await desk.Get<ArticleFromTicket>().MakeAsync(desk.Ben, ticket) is var again ? (again.ArticleId, again.AlreadyThere) : default;
    }

    [Theory, BothDatabases]
    public async Task Ola_cannot_make_an_article_of_a_ticket_that_she_cannot_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("Secret");
        await desk.Tickets.ResolveAsync(desk.Ana, ticket, "Solved");
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<ArticleFromTicket>().MakeAsync(desk.Ola, ticket));
        Assert.False((await desk.Get<ArticleFromTicket>().MakeAsync(desk.Ana, ticket)).AlreadyThere);
    }
}
