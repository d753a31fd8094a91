using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Shell;

/// <summary>A few strokes each, drawn here: no icon font to load. A fragment rather than a component, because a page has dozens and every screen of every agent is in memory.</summary>
public static class Icon
{
    private static readonly Dictionary<string, string[]> Strokes = new(StringComparer.Ordinal)
    {
        ["pulse"] = ["M3 12h4l3-8 4 16 3-8h4"],
        ["inbox"] = ["M4 13l2-8h12l2 8", "M4 13v6h16v-6h-5a3 3 0 0 1-6 0z"],
        ["board"] = ["M4 4h4v16H4z", "M10 4h4v10h-4z", "M16 4h4v13h-4z"],
        ["list"] = ["M8 6h12", "M8 12h12", "M8 18h12", "M4 6h.01", "M4 12h.01", "M4 18h.01"],
        ["chat"] = ["M4 5h16v11H9l-5 4z"],
        ["book"] = ["M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2z", "M5 18a2 2 0 0 1 2-2h12"],
        ["people"] = ["M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M3 20a6 6 0 0 1 12 0", "M16 5a3 3 0 0 1 0 6", "M18 14a6 6 0 0 1 3 6"],
        ["team"] = ["M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M3 20a6 6 0 0 1 12 0", "M16 5.5a5 5 0 0 1 0 5", "M19 3.5a9 9 0 0 1 0 9"],
        ["settings"] = ["M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M12 3v3", "M12 18v3", "M3 12h3", "M18 12h3", "M5.6 5.6l2.1 2.1", "M16.3 16.3l2.1 2.1", "M5.6 18.4l2.1-2.1", "M16.3 7.7l2.1-2.1"],
        ["draft"] = ["M5 19l1-4L16 5l3 3L9 18z", "M14 7l3 3"],
        ["bell"] = ["M6 16v-5a6 6 0 0 1 12 0v5l2 2H4z", "M10 21h4"],
        ["at"] = ["M16 12a4 4 0 1 0-8 0 4 4 0 0 0 8 0z", "M16 8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.6 7.2"],
        ["plus"] = ["M12 5v14", "M5 12h14"],
        ["search"] = ["M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z", "M20 20l-4-4"],
        ["more"] = ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
        ["check"] = ["M5 13l4 4 10-10"],
        ["pause"] = ["M8 5v14", "M16 5v14"],
        ["play"] = ["M7 5l12 7-12 7z"],
        ["close"] = ["M6 6l12 12", "M18 6L6 18"],
        ["note"] = ["M5 4h14v11l-5 5H5z", "M14 20v-5h5"],
        ["reply"] = ["M10 6l-6 6 6 6", "M4 12h9a7 7 0 0 1 7 7"],
        ["clip"] = ["M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7"],
        ["stop"] = ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M6 6l12 12"],
        ["edit"] = ["M4 20l1-5L16 4l4 4L9 19z", "M13 7l4 4"],
        ["back"] = ["M14 6l-6 6 6 6"],
        ["next"] = ["M10 6l6 6-6 6"],
        ["down"] = ["M12 5v14", "M6 13l6 6 6-6"],
        ["up"] = ["M12 19V5", "M6 11l6-6 6 6"],
        ["pocket"] = ["M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z", "M11 18h2"],
        ["clock"] = ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7v5l3 2"],
    };

    private static readonly FrozenDictionary<string, RenderFragment> Drawn = Strokes.ToFrozenDictionary(s => s.Key, s => Draw(s.Value), StringComparer.Ordinal);

    public static RenderFragment Of(string name) => Drawn[name];

    /// <summary>One piece of markup, as the Razor compiler makes of what stands in a page word for word.</summary>
    private static RenderFragment Draw(string[] strokes)
    {
        var svg = $"""<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{string.Concat(strokes.Select(s => $"<path d=\"{s}\"/>"))}</svg>""";
        return builder => builder.AddMarkupContent(0, svg);
    }
}
