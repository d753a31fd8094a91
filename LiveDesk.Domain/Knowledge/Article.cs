using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Knowledge;

public enum Visibility { Public, Internal }

public enum ArticleState { Draft, Review, Published, Archived }

/// <summary>What an article says, at one revision.</summary>
/// <param name="Language">Two letters, or two and a region: <c>en</c>, <c>pt-BR</c>.</param>
public sealed record ArticleText(string Title, string Body, string Language = "en", string? Category = null, Visibility Visibility = Visibility.Public);

/// <summary>
/// A piece of the knowledge base, with every revision it ever had. Markdown. What readers and the assistant use is the published
/// revision; editors may be ahead of it.
/// </summary>
public sealed class Article : Aggregate
{
    private readonly List<Revision> _revisions = [];

    private Article() { }

    public Article(Guid id, Guid? deskId, string slug, ArticleText text, Actor me, string why, DateTimeOffset now)
    {
        if (me.Kind is not (ActorKind.System or ActorKind.Rule)) me.Demand(Right.WriteArticles);
        Id = id;
        DeskId = deskId;
        Slug = CheckedSlug(slug);
        CreatedAt = now;
        Write(Checked(text), me, why, now);
    }

    public Guid Id { get; private set; }
    /// <summary>The desk it belongs to; null for the whole installation.</summary>
    public Guid? DeskId { get; private set; }
    /// <summary>In the address; unique within the language.</summary>
    public string Slug { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Body { get; private set; } = "";
    public string Language { get; private set; } = "en";
    public string? Category { get; private set; }
    public Visibility Visibility { get; private set; }
    public ArticleState State { get; private set; }
    /// <summary>The latest revision; starts at 1.</summary>
    public int RevisionNumber { get; private set; }
    /// <summary>The revision that readers see; null when none is published.</summary>
    public int? PublishedRevision { get; private set; }
    /// <summary>The ticket it was made from.</summary>
    public Guid? FromTicketId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    /// <summary>Bumped by every change: a save on an older one is a conflict that shows both texts.</summary>
    public int Version { get; private set; }
    public IReadOnlyList<Revision> Revisions => _revisions;

    public bool IsPublished => PublishedRevision is not null && State is not ArticleState.Archived;

    public void Revise(Actor me, ArticleText text, string why, DateTimeOffset now)
    {
        me.Demand(Right.WriteArticles);
        var clean = Checked(text);
        if (clean == new ArticleText(Title, Body, Language, Category, Visibility)) return;
        // What is published becomes readable for everybody with this, so it takes the same right as publishing.
        if (IsPublished && Visibility is Visibility.Internal && clean.Visibility is Visibility.Public) me.Demand(Right.PublishArticles);
        Write(clean, me, why, now);
    }

    /// <summary>Another address. Once readers know one it stays, so that their links stay good.</summary>
    public void Readdress(Actor me, string slug, DateTimeOffset now)
    {
        if (slug == Slug) return;
        me.Demand(Right.WriteArticles);
        if (PublishedAt is not null) throw new RuleViolation("A published article keeps its address, so that links to it stay good.", "slug");
        Slug = CheckedSlug(slug);
        Touch(new ArticleWasRevised(Id, RevisionNumber), me, now);
    }

    /// <summary>To another desk, or with null to the whole installation.</summary>
    public void MoveToDesk(Actor me, Guid? deskId, DateTimeOffset now)
    {
        if (deskId == DeskId) return;
        // Other readers find a published article with this, so it takes the same right as publishing.
        me.Demand(IsPublished ? Right.PublishArticles : Right.WriteArticles);
        DeskId = deskId;
        Touch(new ArticleWasRevised(Id, RevisionNumber), me, now);
    }

    /// <summary>Brings an old revision back, as a new one.</summary>
    public void Restore(Actor me, Revision old, DateTimeOffset now)
    {
        me.Demand(Right.WriteArticles);
        if (old.ArticleId != Id) throw new RuleViolation("This revision belongs to another article.");
        Write(new ArticleText(old.Title, old.Body, Language, Category, Visibility), me, $"Revision {old.Number} restored", now);
    }

    public void AskForReview(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.WriteArticles);
        if (State is ArticleState.Archived or ArticleState.Review || PublishedRevision == RevisionNumber) throw new RuleViolation("Only a draft, or a change that is not published yet, goes to review.");
        Become(ArticleState.Review, new ArticleWentToReview(Id), me, now);
    }

    public void Publish(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.PublishArticles);
        if (State is ArticleState.Published && PublishedRevision == RevisionNumber) return;
        PublishedRevision = RevisionNumber;
        PublishedAt = now;
        Become(ArticleState.Published, new ArticleWasPublished(Id, RevisionNumber), me, now);
    }

    public void Archive(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.PublishArticles);
        if (State is ArticleState.Archived) return;
        PublishedRevision = null;
        Become(ArticleState.Archived, new ArticleWasArchived(Id), me, now);
    }

    public void ComeFrom(Guid ticketId) => FromTicketId = ticketId;

    private void Write(ArticleText clean, Actor me, string why, DateTimeOffset now)
    {
        var reason = Text.OptionalLine(why, "reason") ?? "Edited";
        (Title, Body, Language, Category, Visibility) = clean;
        ChangedAt = now;
        Version++;
        RevisionNumber++;
        if (State is ArticleState.Archived) State = ArticleState.Draft;
        _revisions.Add(new Revision(Id, RevisionNumber, Title, Body, me, reason, now));
        Record(new ArticleWasRevised(Id, RevisionNumber), me, now);
    }

    private static ArticleText Checked(ArticleText text) => new(
        Text.Line(text.Title, "title"),
        Text.Body(text.Body, "article", Limits.Article),
        CheckedLanguage(text.Language),
        Text.OptionalLine(text.Category, "category", Limits.Name),
        Enum.IsDefined(text.Visibility) ? text.Visibility : throw new RuleViolation("An article is public or internal.", "visibility"));

    private void Become(ArticleState state, Fact fact, Actor me, DateTimeOffset now)
    {
        State = state;
        Touch(fact, me, now);
    }

    private void Touch(Fact fact, Actor me, DateTimeOffset now)
    {
        ChangedAt = now;
        Version++;
        Record(fact, me, now);
    }

    /// <summary>A slug for a title: small letters, digits and hyphens of any script's letters; never empty.</summary>
    public static string SlugFor(string title)
    {
        var slug = new string([.. title.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]);
        slug = string.Join('-', slug.Split('-', StringSplitOptions.RemoveEmptyEntries));
        return slug.Length == 0 ? "article" : slug.Length > 80 ? slug[..80].Trim('-') : slug;
    }

    private static string CheckedSlug(string slug)
    {
        var line = Text.Line(slug, "slug", 100);
        var fine = line.All(c => char.IsLetterOrDigit(c) || c == '-') && line[0] != '-' && line[^1] != '-';
        return fine ? line : throw new RuleViolation("An article's address has only letters, digits and hyphens, and a hyphen neither first nor last.", "slug");
    }

    private static string CheckedLanguage(string language) =>
        IsLanguage(language) ? language[..2].ToLowerInvariant() + language[2..].ToUpperInvariant()
            : throw new RuleViolation($"“{language}” is not a language. It looks like en or pt-BR.", "language");

    private static bool IsLanguage(string? text) =>
        text is { Length: 2 or 5 } && (text.Length == 2 || text[2] == '-') && text.Where((_, i) => i != 2).All(char.IsAsciiLetter);
}

public sealed class Revision
{
    private Revision() { }

    internal Revision(Guid articleId, int number, string title, string body, Actor by, string why, DateTimeOffset now)
    {
        Id = Ids.New(now);
        (ArticleId, Number, Title, Body, ById, ByName, Why, At) = (articleId, number, title, body, by.Id, by.Name, why, now);
    }

    public Guid Id { get; private set; }
    public Guid ArticleId { get; private set; }
    public int Number { get; private set; }
    public string Title { get; private set; } = "";
    public string Body { get; private set; } = "";
    public Guid? ById { get; private set; }
    public string ByName { get; private set; } = "";
    public string Why { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
}

/// <summary>The unit of retrieval: one heading's section of a published article. Made anew at every publication.</summary>
public sealed class Passage
{
    private Passage() { }

    public Passage(Guid id, Article article, int order, string heading, string text)
    {
        (Id, ArticleId, DeskId, Revision, Order, Heading, Text) = (id, article.Id, article.DeskId, article.RevisionNumber, order, heading, text);
        (Title, Language, Visibility) = (article.Title, article.Language, article.Visibility);
    }

    public Guid Id { get; private set; }
    public Guid ArticleId { get; private set; }
    public Guid? DeskId { get; private set; }
    public int Revision { get; private set; }
    public int Order { get; private set; }
    public string Title { get; private set; } = "";
    public string Heading { get; private set; } = "";
    /// <summary>Plain text, without Markdown's marks.</summary>
    public string Text { get; private set; } = "";
    public string Language { get; private set; } = "en";
    public Visibility Visibility { get; private set; }

    /// <summary>Follows its article, whose readers or desk changed without a new publication.</summary>
    public void Follow(Article article) => (DeskId, Visibility) = (article.DeskId, article.Visibility);
}

public sealed record ArticleWasRevised(Guid ArticleId, int Revision) : Fact { public override FactSubject Subject => new(SubjectKind.Article, ArticleId); }
public sealed record ArticleWentToReview(Guid ArticleId) : Fact { public override FactSubject Subject => new(SubjectKind.Article, ArticleId); }
public sealed record ArticleWasPublished(Guid ArticleId, int Revision) : Fact { public override FactSubject Subject => new(SubjectKind.Article, ArticleId); }
public sealed record ArticleWasArchived(Guid ArticleId) : Fact { public override FactSubject Subject => new(SubjectKind.Article, ArticleId); }
