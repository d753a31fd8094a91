using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What of a ticket's story is shown: what was written, all of it or a part; what changed; or both.</summary>
public enum StoryShow { Conversation, Everything, Messages, Notes, Changes }

/// <summary>One of the two.</summary>
public sealed record StoryItem(EntryView? Entry, HistoryLine? Change)
{
    public DateTimeOffset At => Entry?.At ?? Change!.At;
    public string Key => Entry is { } entry ? StoryKey.Of(entry.Id) : StoryKey.Of(Change!.Id);
}

/// <summary>What an item of a story is called in addresses.</summary>
public static class StoryKey
{
    private const string Entry = "entry-", Change = "change-";

    /// <summary>What the ticket began with; of a ticket that was merged into it, with that one's number behind it.</summary>
    public const string Description = "description";

    public static string Of(Guid entry) => $"{Entry}{entry}";
    public static string Of(long change) => $"{Change}{change.ToString(CultureInfo.InvariantCulture)}";
    public static string OfDescription(long? of) => of is { } number ? $"{Description}-{number.ToString(CultureInfo.InvariantCulture)}" : Description;

    internal static Guid? EntryIn(string key) => key.StartsWith(Entry, StringComparison.Ordinal) && Guid.TryParse(key[Entry.Length..], out var id) ? id : null;
    internal static long? ChangeIn(string key) => key.StartsWith(Change, StringComparison.Ordinal) && long.TryParse(key[Change.Length..], CultureInfo.InvariantCulture, out var id) ? id : null;
}

/// <param name="Items">The last ones, oldest first.</param>
/// <param name="Earlier">How many stand before the first one here.</param>
/// <param name="Held">The tickets whose entries and changes are among them.</param>
/// <param name="Show">What is shown: everything, where the choice leaves out the item that was asked for.</param>
/// <param name="Asked">The item that was asked for; null when it is not of this story.</param>
public sealed record StoryView(IReadOnlyList<StoryItem> Items, int Earlier, IReadOnlyList<MergedTicket> Held, StoryShow Show, string? Asked = null);

// What was written and what changed, in one order. As the thread, it is read through merges.
public sealed partial class TicketPageQueries
{
    /// <summary>Of these there is an entry to read.</summary>
    private static readonly List<string> ToldByEntries =
        [nameof(CustomerWasAnswered), nameof(CustomerWrote), nameof(NoteWasLeft), nameof(PublicNoteWasLeft), nameof(TranscriptWasKept), nameof(SupplierWasAsked), nameof(SupplierWrote)];

    /// <summary>Some that stand before an item that was asked for, so that nobody arrives out of nowhere.</summary>
    private const int BeforeAsked = 10;

    /// <param name="last">At most so many, unless the item that was asked for stands further back.</param>
    /// <param name="item">One that must be there, by its <see cref="StoryKey"/>.</param>
    public async Task<StoryView> StoryAsync(Actor me, Guid ticketId, StoryShow show = StoryShow.Conversation, int last = 100, string? item = null, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (await MergedHereAsync(db, ticketId, ct) is not { } merged) return new StoryView([], 0, [], show);
        var held = await HeldAsync(db, ticketId, merged, ct);
        List<Guid> tickets = [ticketId, .. held.Select(h => h.Id)];
        var story = new Story(db, tickets, me, await LinksOutOfSight.OfAsync(db, me, tickets, ct));
        var asked = item is null ? null : await story.FindAsync(item, held, ct);
        if (asked is not null && !asked.IsIn(show)) show = StoryShow.Everything;
        var (entries, changes) = (story.Entries(show), story.Changes(show));
        if (asked is not null) last = Math.Max(last, BeforeAsked + await entries.CountAsync(e => e.At >= asked.At, ct) + await CountAsync(changes?.Where(c => c.At >= asked.At), ct));
        var total = await entries.CountAsync(ct) + await CountAsync(changes, ct);
        var numbers = held.ToDictionary(h => h.Id, h => (long?)h.Number);
        var shown = InOrder(await ViewsAsync(db, entries.OrderByDescending(e => e.Id).Take(last), numbers, ct), await LinesAsync(changes, numbers, last, ct)).TakeLast(last).ToList();
        return new StoryView(shown, total - shown.Count, held, show, asked is null ? null : item);
    }

    private static Task<int> CountAsync(IQueryable<Activity>? changes, CancellationToken ct) => changes?.CountAsync(ct) ?? Task.FromResult(0);

    private static async Task<List<HistoryLine>> LinesAsync(IQueryable<Activity>? changes, IReadOnlyDictionary<Guid, long?> numbers, int last, CancellationToken ct)
    {
        if (changes is null) return [];
        // By time first: two histories that a merge made one were not written in turn.
        var rows = await changes.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(last).ToListAsync(ct);
        rows.Reverse();
        return rows.ConvertAll(a => LineOf(a, numbers.GetValueOrDefault(a.SubjectId)));
    }

    private static HistoryLine LineOf(Activity a, long? from = null) => new(a.Id, a.At, a.Kind, a.Data, a.ActorKind, a.ActorName, from);

    /// <summary>Both keep their own order. What was written stands before what followed from it in the same save; a ticket is opened before all.</summary>
    private static IEnumerable<StoryItem> InOrder(List<EntryView> entries, List<HistoryLine> changes)
    {
        var next = 0;
        foreach (var entry in entries)
        {
            for (; next < changes.Count && (changes[next].At < entry.At || (changes[next].At == entry.At && changes[next].Kind == nameof(TicketWasOpened))); next++) yield return new StoryItem(null, changes[next]);
            yield return new StoryItem(entry, null);
        }
        for (; next < changes.Count; next++) yield return new StoryItem(null, changes[next]);
    }

    /// <param name="Kind">Null: no entry.</param>
    private sealed record AskedItem(DateTimeOffset At, bool IsChange, EntryKind? Kind)
    {
        public bool IsIn(StoryShow show) => IsChange ? Shows(show) : Kind is { } kind ? Kinds(show) is not { } shown || shown.Contains(kind) : HasBeginning(show);
    }

    /// <summary>Whether what the ticket began with is a part of it.</summary>
    public static bool HasBeginning(StoryShow show) => show is not (StoryShow.Notes or StoryShow.Changes);

    /// <summary>Whether changes are.</summary>
    public static bool Shows(StoryShow show) => show is StoryShow.Everything or StoryShow.Changes;

    /// <summary>The entries that are shown; null: all of them. What the system wrote down belongs to a change.</summary>
    private static IReadOnlyList<EntryKind>? Kinds(StoryShow show) => show switch
    {
        StoryShow.Messages => [EntryKind.CustomerMessage, EntryKind.Reply, EntryKind.PublicNote, EntryKind.Transcript, EntryKind.SupplierMail],
        StoryShow.Notes => [EntryKind.Note],
        StoryShow.Changes => [EntryKind.System],
        _ => null,
    };

    private sealed class Story(DeskDb db, List<Guid> tickets, Actor me, List<long> outOfSight)
    {
        public IQueryable<Entry> Entries(StoryShow show)
        {
            var all = db.Set<Entry>().AsNoTracking().Where(e => tickets.Contains(e.TicketId));
            return Kinds(show) is { } kinds ? all.Where(e => kinds.Contains(e.Kind)) : all;
        }

        /// <summary>Who did what on a ticket is the desk's own.</summary>
        public IQueryable<Activity>? Changes(StoryShow show) =>
            Shows(show) && me.Sight.IsStaff ? db.Activities.AsNoTracking().Where(a => tickets.Contains(a.SubjectId) && !ToldByEntries.Contains(a.Kind) && !outOfSight.Contains(a.Id)) : null;

        public async Task<AskedItem?> FindAsync(string item, IReadOnlyList<MergedTicket> held, CancellationToken ct)
        {
            if (item == StoryKey.Description || held.Any(h => item == StoryKey.OfDescription(h.Number))) return new AskedItem(DateTimeOffset.UnixEpoch, false, null);
            if (StoryKey.EntryIn(item) is { } entry)
                return await Entries(StoryShow.Everything).Where(e => e.Id == entry).Select(e => new AskedItem(e.At, false, e.Kind)).SingleOrDefaultAsync(ct);
            if (StoryKey.ChangeIn(item) is { } change && Changes(StoryShow.Everything) is { } changes)
                return await changes.Where(a => a.Id == change).Select(a => new AskedItem(a.At, true, null)).SingleOrDefaultAsync(ct);
            return null;
        }
    }
}
