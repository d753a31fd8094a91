using System.Globalization;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Web.Shell;

namespace LiveDesk.Web.Tickets;

/// <summary>
/// What the words of a list's address mean on a desk. Words of the address are in small letters and come first: a status that is called “Open”
/// is found by its capital.
/// </summary>
/// <param name="me">What <c>assignee=me</c> and <c>department=mine</c> mean.</param>
internal sealed class AddressTerms(Desk desk, Person? me)
{
    public const string Open = "open", Mine = "mine", Me = "me", None = "none";
    private const string Unsolved = "unsolved";

    public Term<Guid>? Status(string text) =>
        text is Open or Unsolved ? new Term<Guid>(Open, [.. desk.Statuses.Where(s => s.IsOpen).Select(s => s.Id)])
        : desk.Statuses.OrderByDescending(s => s.Enabled).FirstOrDefault(s => Means(s.Name, s.Id, text)) is { } status ? Of(status.Id)
        : Named<StatusCategory>(text) is { } category && desk.Statuses.Any(s => s.Category == category) ? new Term<Guid>(Small(category), [.. desk.Statuses.Where(s => s.Category == category).Select(s => s.Id)])
        : null;

    public static Term<Priority>? Priority(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && Enum.IsDefined((Priority)n) ? Of((Priority)n)
        : Named<Priority>(text) is { } priority ? Of(priority)
        : null;

    public Term<Guid>? Assignee(string text) =>
        text is None ? new Term<Guid>(None, [Guid.Empty])
        : text is Me ? me is null ? null : new Term<Guid>(Me, [me.Id])
        : Id(text);

    public Term<Guid>? Department(string text) =>
        text is Mine ? new Term<Guid>(Mine, DepartmentsOf(me, desk))
        : desk.AllDepartments.FirstOrDefault(d => Means(d.Name, d.Id, text)) is { } department ? Of(desk.StandingDepartment(department.Id))
        : null;

    public Term<Guid>? Category(string text) =>
        text is None ? new Term<Guid>(None, [Guid.Empty])
        : desk.ListedCategories.FirstOrDefault(c => Means(c.Name, c.Id, text)) is { } category ? Of(category.Id)
        : null;

    public Term<Guid>? Type(string text) =>
        text is None ? new Term<Guid>(None, [Guid.Empty])
        : desk.ListedTypes.FirstOrDefault(t => Means(t.Name, t.Id, text)) is { } type ? Of(type.Id)
        : null;

    public static Term<Channel>? Channel(string text) => Named<Channel>(text) is { } channel ? new Term<Channel>(Small(channel), [channel]) : null;

    public static Term<Guid>? Id(string text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? Of(id) : null;

    public static string Small<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static T? Named<T>(string text) where T : struct, Enum =>
        Enum.GetValues<T>().Where(v => string.Equals(v.ToString(), text, StringComparison.OrdinalIgnoreCase)).Select(v => (T?)v).FirstOrDefault();

    public static bool Means(string name, Guid id, string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(text, out var given) && given == id);

    /// <summary>Whoever belongs to the whole desk belongs to all of them.</summary>
    internal static List<Guid> DepartmentsOf(Person? me, Desk desk)
    {
        var mine = me?.Memberships.Where(m => m.DeskId == desk.Id).Select(m => m.DepartmentId).ToList() ?? [];
        return [.. desk.Departments.Select(d => d.Id).Where(id => mine.Count == 0 || mine.Contains(null) || mine.Contains(id))];
    }

    private static Term<Guid> Of(Guid id) => new(id.ToString(), [id]);

    private static Term<Priority> Of(Priority priority) => new(((int)priority).ToString(CultureInfo.InvariantCulture), [priority]);
}
