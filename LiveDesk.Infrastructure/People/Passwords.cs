using LiveDesk.Domain;
using LiveDesk.Domain.People;

namespace LiveDesk.Infrastructure.People;

/// <summary>What a password must be. Long beats complicated; what an attacker tries first is refused.</summary>
public static class Passwords
{
    public const int Shortest = 10;
    public const int Longest = 256;
    private const int LeastDifferent = 5;
    private static readonly string[] TriedFirst = ["1234567890", "password", "passwort", "qwertyuiop", "qwertzuiop", "letmein", "livedesk1", "iloveyou"];

    /// <exception cref="RuleViolation">It is too short, too long or easy to guess; the sentence says which.</exception>
    public static void Check(string? password, string name, string email)
    {
        if (string.IsNullOrEmpty(password) || password.Length < Shortest) throw Refused($"A password has at least {Shortest} characters. A few words in a row are a good one.");
        if (password.Length > Longest) throw Refused($"A password has at most {Longest} characters.");
        if (password.Distinct().Count() < LeastDifferent) throw Refused("This password repeats a few characters. Choose one that is harder to guess.");
        if (IsAbout(password, name) || IsAbout(password, email) || IsAbout(password, email.Split('@')[0]) || TriedFirst.Any(t => IsAbout(password, t)))
            throw Refused("This password is easy to guess. Choose one that has nothing to do with your name or address.");
    }

    /// <summary>The word itself, with little added.</summary>
    private static bool IsAbout(string password, string word) =>
        word.Length >= 3 && password.Contains(word, StringComparison.OrdinalIgnoreCase) && password.Length - word.Length < 6;

    private static RuleViolation Refused(string sentence) => new(sentence, "password");
}
