using System.Globalization;
using LiveDesk.Domain.Notifications;
using LiveDesk.Infrastructure.Notifications;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Notifications;

/// <summary>A notification in words: on its page, in a toast, in the summary after an absence.</summary>
public static class NotificationText
{
    /// <summary>What happened, without saying to what: “Ben gave it to you”.</summary>
    public static string Says(NotificationLine line, IStringLocalizer<NotificationWords> words)
    {
        var own = line.TextKey is { } key && words[$"Says.{line.Kind}.{key}"] is { ResourceNotFound: false } ? $"Says.{line.Kind}.{key}" : $"Says.{line.Kind}";
        return words[own, line.By ?? words["Somebody"].Value, line.DueAt?.LocalDateTime.ToString("g", CultureInfo.CurrentCulture) ?? ""];
    }

    /// <summary>All in one line, for a toast.</summary>
    public static string InOneLine(NotificationLine line, IStringLocalizer<NotificationWords> words) =>
        words["InOneLine", Says(line, words), line.Number?.Shown is { } number ? $"{number} {line.Title}" : line.Title];

    /// <summary>“While you were away: 14 notifications on 6 tickets: 2 assigned to you, 3 mentions.”</summary>
    public static string Summary(Digest digest, IStringLocalizer<NotificationWords> words)
    {
        var kinds = string.Join(", ", digest.Kinds.Select(k => words[k.Count == 1 ? $"Digest.{k.Kind}.One" : $"Digest.{k.Kind}", k.Count].Value));
        return words[digest.Count == 1 ? "Digest.One" : digest.Subjects == 1 ? "Digest.OneSubject" : "Digest.Many", digest.Count, digest.Subjects, kinds];
    }
}
