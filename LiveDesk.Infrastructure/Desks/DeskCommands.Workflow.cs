using LiveDesk.Domain;
using LiveDesk.Domain.Desks;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>The workflow and the lists of a desk. The tickets follow as work (<see cref="Tickets.TicketsFollowDesk"/>).</summary>
public sealed partial class DeskCommands
{
    public Task AddStatusAsync(Actor me, Guid deskId, StatusForm form, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.AddStatus(me, form, clock.GetUtcNow()), ct);

    /// <param name="seen">The form as the person opened it.</param>
    public Task ChangeStatusAsync(Actor me, Guid deskId, Guid id, StatusForm form, StatusForm? seen = null, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.ChangeStatus(me, id, form, clock.GetUtcNow(), seen), ct);

    public Task ShiftStatusAsync(Actor me, Guid deskId, Guid id, int by, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.ShiftStatus(me, id, by, clock.GetUtcNow()), ct);

    public Task SwitchOnAsync(Actor me, Guid deskId, Guid id, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.SwitchOn(me, id, clock.GetUtcNow()), ct);

    /// <param name="into">Where its tickets go.</param>
    public Task SwitchOffAsync(Actor me, Guid deskId, Guid id, Guid into, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.SwitchOff(me, id, into, clock.GetUtcNow()), ct);

    /// <inheritdoc cref="SwitchOffAsync"/>
    public Task RemoveStatusAsync(Actor me, Guid deskId, Guid id, Guid into, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.Remove(me, id, into, clock.GetUtcNow()), ct);

    public Task AnswerEventAsync(Actor me, Guid deskId, TicketEvent on, IReadOnlyDictionary<StatusCategory, Guid?> to, IReadOnlyDictionary<StatusCategory, Guid?>? seen = null, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.AnswerEvent(me, on, to, clock.GetUtcNow(), seen), ct);

    /// <param name="seenVersion">The desk's, when the person was shown what would happen.</param>
    public Task ApplyPresetAsync(Actor me, Guid deskId, string preset, IReadOnlyCollection<StatusFate> fates, int seenVersion, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.Apply(me, Presets.Named(preset), fates, seenVersion, clock.GetUtcNow()), ct);

    public Task AddCategoryAsync(Actor me, Guid deskId, string name, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.AddCategory(me, name, clock.GetUtcNow()), ct);

    public Task AddTypeAsync(Actor me, Guid deskId, string name, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.AddType(me, name, clock.GetUtcNow()), ct);

    public Task RenameCategoryAsync(Actor me, Guid deskId, Guid id, string name, string? seen = null, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RenameCategory(me, id, name, clock.GetUtcNow(), seen), ct);

    public Task ShiftCategoryAsync(Actor me, Guid deskId, Guid id, int by, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.ShiftCategory(me, id, by, clock.GetUtcNow()), ct);

    public Task SwitchCategoryAsync(Actor me, Guid deskId, Guid id, bool on, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.SwitchCategory(me, id, on, clock.GetUtcNow()), ct);

    public Task RemoveCategoryAsync(Actor me, Guid deskId, Guid id, Guid? into, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RemoveCategory(me, id, into, clock.GetUtcNow()), ct);
}
