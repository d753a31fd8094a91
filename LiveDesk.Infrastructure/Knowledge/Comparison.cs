using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace LiveDesk.Infrastructure.Knowledge;

public enum LineChange { Same, Removed, Added, Changed, Missing }

/// <param name="Number">Counted from 1; null where the other side has a line and this one has none.</param>
public sealed record ComparedLine(int? Number, string Text, LineChange Change);

/// <summary>Two texts line by line, both sides equally long.</summary>
public sealed record Comparison(IReadOnlyList<(ComparedLine Old, ComparedLine New)> Lines)
{
    public static Comparison Of(string older, string newer)
    {
        var model = new SideBySideDiffBuilder(new Differ()).BuildDiffModel(older, newer, ignoreWhitespace: false);
        return new Comparison([.. model.OldText.Lines.Zip(model.NewText.Lines, (o, n) => (Line(o), Line(n)))]);
    }

    private static ComparedLine Line(DiffPiece piece) => new(piece.Position, piece.Text ?? "", piece.Type switch
    {
        ChangeType.Unchanged => LineChange.Same,
        ChangeType.Deleted => LineChange.Removed,
        ChangeType.Inserted => LineChange.Added,
        ChangeType.Modified => LineChange.Changed,
        _ => LineChange.Missing,
    });
}
