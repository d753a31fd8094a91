using System.Net;
using System.Net.Sockets;

namespace LiveDesk.Infrastructure.People;

/// <summary>Slows down who guesses: by network address and by the e-mail address tried, known or not.</summary>
public sealed class SignInThrottle(TimeProvider clock)
{
    public const int MostFromOneAddress = 60;
    public const int MostForOneEmail = 15;
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private readonly Attempts _addresses = new(clock, MostFromOneAddress, Within);
    private readonly Attempts _emails = new(clock, MostForOneEmail, Within);

    public bool Enter(IPAddress? from, string? email) => _addresses.Enter(Network(from)) & (email is null || _emails.Enter(Key(email)));

    public void Forgive(IPAddress? from, string? email)
    {
        _addresses.Forgive(Network(from));
        if (email is not null) _emails.Forgive(Key(email));
    }

    private static string Key(string email) => Secrets.Hash(email.Trim().ToUpperInvariant());

    /// <summary>One household or machine has a whole /64 of IPv6 addresses.</summary>
    public static string Network(IPAddress? from)
    {
        if (from is null) return "unknown";
        if (from.IsIPv4MappedToIPv6) from = from.MapToIPv4();
        return from.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(from.GetAddressBytes().AsSpan(0, 8)) : from.ToString();
    }
}
