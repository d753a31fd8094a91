using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;

namespace LiveDesk.Web.Live;

/// <param name="Id">The person.</param>
public sealed record Followed(Guid Id, string Name);

/// <summary>Whom this circuit's person follows from place to place. The screen itself is moved by <c>FollowBar.razor</c>.</summary>
public sealed class Following(DeskCatalogue catalogue)
{
    public event Action? Changed;

    public Followed? Whom { get; private set; }

    /// <exception cref="RuleViolation">Following is for supervisors and administrators, and nobody follows themselves.</exception>
    /// <exception cref="NotFoundException">Nobody of that id works here.</exception>
    public async Task BeginAsync(Actor me, Guid personId, CancellationToken ct = default)
    {
        me.Demand(Right.FollowColleagues);
        if (personId == me.Id) throw new RuleViolation("You are where you are: choose a colleague to follow.");
        if (await catalogue.PersonAsync(personId, ct) is not { Deactivated: null } person) throw new NotFoundException("person");
        Whom = new Followed(person.Id, person.Name);
        Changed?.Invoke();
    }

    public void End()
    {
        if (Whom is null) return;
        Whom = null;
        Changed?.Invoke();
    }
}
