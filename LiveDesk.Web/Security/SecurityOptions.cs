using System.Net;

namespace LiveDesk.Web.Security;

/// <summary><c>Security:…</c></summary>
public sealed class SecurityOptions
{
    /// <summary>
    /// Reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> count, as addresses or networks (<c>10.0.0.0/8</c>).
    /// From anybody else these headers mean nothing.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Open windows of one person.</summary>
    public int WindowsPerPerson { get; set; } = 50;

    /// <summary>Open windows from one network address, all people together.</summary>
    public int WindowsPerAddress { get; set; } = 500;

    /// <summary>Requests of those who are not signed in, from one network address; scripts, styles and pictures of our own do not count.</summary>
    public int AnonymousRequestsPerMinute { get; set; } = 1200;

    /// <summary>What is wrong, in words; null when nothing is.</summary>
    public string? Problem()
    {
        if (TrustedProxies.FirstOrDefault(p => !IPAddress.TryParse(p, out _) && !IPNetwork.TryParse(p, out _)) is { } proxy)
            return $"Security:TrustedProxies has “{proxy}”. Each is an address like 10.0.0.7 or a network like 10.0.0.0/8.";
        (string Name, int Value)[] counts = [(nameof(WindowsPerPerson), WindowsPerPerson), (nameof(WindowsPerAddress), WindowsPerAddress), (nameof(AnonymousRequestsPerMinute), AnonymousRequestsPerMinute)];
        return Array.Find(counts, c => c.Value < 1) is { Name: { } name, Value: var value } ? $"Security:{name} is {value}. It is a whole number from 1 up." : null;
    }
}
