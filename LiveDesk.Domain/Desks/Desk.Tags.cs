using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>The tags of the desk: whoever works on its tickets makes new ones, who manages it keeps them in order.</summary>
public sealed partial class Desk
{
    public const int MostTags = 500;

    private readonly List<Tag> _tags = [];

    /// <summary>All of them, those that went too: the history names them. <see cref="OfferedTags"/> are for choosing.</summary>
    public IReadOnlyList<Tag> Tags => _tags;

    /// <summary>By name.</summary>
    public IEnumerable<Tag> OfferedTags => _tags.Where(t => t.IsThere).OrderBy(t => t.NameKey, StringComparer.Ordinal);

    /// <summary>The tag itself, or the one that it was merged into; null when it was deleted or is of another desk.</summary>
    public Tag? StandingTag(Guid id) => _tags.Find(t => t.Id == id)?.StandsFor is { } there ? _tags.Find(t => t.Id == there) : null;

    /// <summary>What a ticket shows, each once and by name.</summary>
    public IEnumerable<Tag> StandingTags(IEnumerable<Guid> ids) => ids.Select(StandingTag).OfType<Tag>().Distinct().OrderBy(t => t.NameKey, StringComparer.Ordinal);

    /// <summary>Every tag that stands for this one: for the database's question.</summary>
    public IReadOnlyList<Guid> TagsMeaning(Guid id) => [.. _tags.Where(t => t.StandsFor == id).Select(t => t.Id)];

    /// <summary>The one of that name, whatever its case.</summary>
    public Tag? TagCalled(string? name) => name?.Trim().TrimStart('#').Normalize() is { Length: > 0 } line ? _tags.Find(t => t.NameKey == Tag.KeyOf(line)) : null;

    /// <summary>The one of that name; a new one when there is none.</summary>
    public Tag NeedTag(Actor me, string? name, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        if (TagCalled(name) is { } known) return known;
        var line = CheckedTagName(name);
        if (TagCalled(line) is { } same) return same;
        if (_tags.Count(t => t.IsThere) >= MostTags) throw new RuleViolation($"A desk has at most {MostTags} tags. Ask who manages the desk to merge some that mean the same.", "tag");
        var tag = new Tag(Ids.New(now), Id, line);
        _tags.Add(tag);
        TagsChanged(me, now);
        return tag;
    }

    /// <param name="seen">The name as the person saw it.</param>
    public void ChangeTag(Actor me, Guid tagId, string? name, string colour, DateTimeOffset now, string? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var tag = TagThere(tagId);
        var line = CheckedTagName(name);
        if (!Desks.Status.Colours.Contains(colour)) throw new RuleViolation($"The colour is one of: {string.Join(", ", Desks.Status.Colours)}.", "colour");
        if (_tags.Find(t => t.Id != tagId && t.NameKey == Tag.KeyOf(line)) is { } taken) throw new RuleViolation($"The desk has a tag “{taken.Name}” already. Choose another name, or merge the two.", "tag");
        if (line == tag.Name && colour == tag.Colour) return;
        if (line != tag.Name && seen is not null && seen != tag.Name) throw new RuleViolation($"Somebody else renamed this tag to “{tag.Name}” meanwhile. What you typed is still here: save again to keep it.");
        tag.Take(line);
        tag.Colour = colour;
        TagsChanged(me, now);
    }

    /// <summary>Its tickets have the other one from now on, those that have both have it once.</summary>
    public void MergeTag(Actor me, Guid tagId, Guid intoId, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (tagId == intoId) throw new RuleViolation("A tag cannot be merged into itself. Choose another one.", "into");
        Replace(TagThere(tagId), TagThere(intoId).Id, me, now);
    }

    /// <summary>Its tickets do without it.</summary>
    public void DeleteTag(Actor me, Guid tagId, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Replace(TagThere(tagId), null, me, now);
    }

    /// <summary>What led to the one that goes leads on, so that one step is always enough.</summary>
    private void Replace(Tag gone, Guid? into, Actor me, DateTimeOffset now)
    {
        foreach (var tag in _tags.FindAll(t => t.StandsFor == gone.Id)) tag.Leave(into);
        TagsChanged(me, now);
    }

    private Tag TagThere(Guid id) => _tags.Find(t => t.Id == id && t.IsThere) ?? throw new RuleViolation("This tag is no longer there. Look again.", "tag");

    private void TagsChanged(Actor me, DateTimeOffset now)
    {
        Version++;
        Record(new DeskTagsChanged(Id), me, now);
    }

    private static string CheckedTagName(string? name)
    {
        var line = Text.Line(name?.Trim().TrimStart('#'), "tag", Tag.LongestName).Normalize();
        return line.Contains(',', StringComparison.Ordinal) ? throw new RuleViolation("A tag has no comma in it: commas stand between tags.", "tag") : line;
    }
}
