using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>Accounts for ASP.NET Core Identity, through the one way of saving that everything takes. Lives for one request.</summary>
public sealed class AccountStore : UserOnlyStore<Account, DeskDb, Guid>, IAsyncDisposable
{
    public AccountStore(DeskDatabase desk, IdentityErrorDescriber? words = null) : base(desk.OpenForSystem(), words) => AutoSaveChanges = false;

    public override async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken = default) =>
        await CommitAsync(await base.CreateAsync(user, cancellationToken), cancellationToken);

    public override async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken = default) =>
        await CommitAsync(await base.UpdateAsync(user, cancellationToken), cancellationToken);

    public override async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken = default) =>
        await CommitAsync(await base.DeleteAsync(user, cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => Context.DisposeAsync();

    private async Task<IdentityResult> CommitAsync(IdentityResult soFar, CancellationToken ct)
    {
        if (!soFar.Succeeded) return soFar;
        try
        {
            await Context.CommitAsync(ct);
            return soFar;
        }
        catch (DbUpdateConcurrencyException)
        {
            // The next read finds what the other one saved.
            Context.ChangeTracker.Clear();
            return IdentityResult.Failed(ErrorDescriber.ConcurrencyFailure());
        }
    }
}
