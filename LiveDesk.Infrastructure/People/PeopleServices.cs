using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.People;

public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(o =>
        {
            // An address is whatever Text.OptionalEmail lets through.
            o.User.AllowedUserNameCharacters = "";
            o.Lockout.MaxFailedAccessAttempts = SignInCheck.AttemptsBeforeLock;
            o.Lockout.DefaultLockoutTimeSpan = SignInCheck.Locked;
        }).AddUserStore<AccountStore>();
        services.AddDataProtection().SetApplicationName("LiveDesk");
        services.AddOptions<KeyManagementOptions>().Configure<DeskDatabase>((o, desk) => o.XmlRepository = new KeyRing(desk));
        // The hasher has no state; commands live as long as the program.
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddScoped<SignInCheck>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<Standings>();
        services.AddSingleton<PersonCommands>();
        services.AddSingleton<PersonQueries>();
        services.AddSingleton<PersonPreferences>();
        services.AddSingleton<AccessQueries>();
        services.AddSingleton<PasswordCommands>();
        services.AddSingleton<SessionCommands>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<SampleAccounts>();
        return services;
    }
}
