using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Shell;

/// <summary>Somebody's initials, in a colour that is always theirs. A fragment rather than a component, for the same reason as <see cref="Icon"/>.</summary>
public static class Avatar
{
    /// <param name="doing">As in <c>data-doing</c>.</param>
    /// <param name="title">What is said on hover; the name, unless there is more to say.</param>
    public static RenderFragment Of(string name, string? doing = null, string? title = null) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"avatar tone-{Tone(name)}");
        builder.AddAttribute(2, "title", title ?? name);
        builder.AddAttribute(3, "data-person", name);
        builder.AddAttribute(4, "data-doing", doing);
        builder.AddContent(5, Initials(name));
        builder.CloseElement();
    };

    private static int Tone(string name) => name.Aggregate(7, (sum, c) => (sum * 17 + c) % 1009) % 5;

    private static string Initials(string name) =>
        string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => StringInfo.GetNextTextElement(word)));
}
