using System.Text;

namespace LiveDesk.Infrastructure.TimeTracking;

/// <summary>Lines of a CSV file (RFC 4180) that a spreadsheet opens without running anything that somebody typed.</summary>
public static class Csv
{
    public static string Line(params IReadOnlyList<string?> cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) line.Append(',');
            Append(line, Harmless(cells[i] ?? ""));
        }
        return line.Append("\r\n").ToString();
    }

    /// <summary>A cell that begins like a formula is text to a spreadsheet when an apostrophe stands before it.</summary>
    private static string Harmless(string cell) => cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;

    private static void Append(StringBuilder line, string cell)
    {
        if (cell.AsSpan().IndexOfAny("\",\r\n") < 0) line.Append(cell);
        else line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
