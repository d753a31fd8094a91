using LiveDesk.Domain;
using LiveDesk.Domain.Fields;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>The desk's tags and its own fields.</summary>
public sealed partial class DeskCommands
{
    /// <returns>The tag of that name, made when there is none.</returns>
    public async Task<Guid> NeedTagAsync(Actor me, Guid deskId, string? name, CancellationToken ct = default)
    {
        var id = Guid.Empty;
        await ChangeAsync(me, deskId, d => id = d.NeedTag(me, name, clock.GetUtcNow()).Id, ct);
        return id;
    }

    /// <param name="seen">The name as the person saw it.</param>
    public Task ChangeTagAsync(Actor me, Guid deskId, Guid tagId, string? name, string colour, string? seen = null, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.ChangeTag(me, tagId, name, colour, clock.GetUtcNow(), seen), ct);

    public Task MergeTagAsync(Actor me, Guid deskId, Guid tagId, Guid intoId, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.MergeTag(me, tagId, intoId, clock.GetUtcNow()), ct);

    public Task DeleteTagAsync(Actor me, Guid deskId, Guid tagId, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.DeleteTag(me, tagId, clock.GetUtcNow()), ct);

    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public Task KeepFieldAsync(Actor me, Guid deskId, CustomField field, int? seen, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.KeepField(me, field, seen, clock.GetUtcNow()), ct);

    public Task RemoveFieldAsync(Actor me, Guid deskId, Guid fieldId, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RemoveField(me, fieldId, clock.GetUtcNow()), ct);

    public Task MoveFieldAsync(Actor me, Guid deskId, Guid fieldId, bool earlier, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.MoveField(me, fieldId, earlier, clock.GetUtcNow()), ct);
}
