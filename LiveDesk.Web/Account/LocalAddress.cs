namespace LiveDesk.Web.Account;

/// <summary>Where to go after signing in: a place on this desk, or its start. Never another site, however it is written.</summary>
public static class LocalAddress
{
    public static string Of(string? wanted)
    {
        if (wanted is not { Length: > 0 and <= 2000 } || wanted[0] != '/' || wanted.Any(c => char.IsControl(c) || c is '\\')) return "/";
        if (wanted.StartsWith("//", StringComparison.Ordinal)) return "/";
        // "/%2f/evil" and the like stay paths of ours; a browser unescapes nothing before it reads the host.
        return IsSignInItself(wanted) ? "/" : wanted;
    }

    private static bool IsSignInItself(string path) =>
        path.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/setup", StringComparison.OrdinalIgnoreCase);
}
