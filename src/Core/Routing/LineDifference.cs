namespace ReportingService.Core.Routing;

/// <summary>One line of a difference: of both texts, only of the older, only of the newer.</summary>
/// <param name="Sign"><c>' '</c>, <c>'-'</c> or <c>'+'</c>.</param>
/// <param name="Number">Its number in the newer text; in the older for lines that went away.</param>
public sealed record DifferingLine(char Sign, int Number, string Text);

/// <summary>The difference of two short texts, line by line, with the unchanged lines beside it.</summary>
public static class LineDifference
{
    /// <summary>Compares; <paramref name="around"/> unchanged lines stand before and after each change.</summary>
    public static IReadOnlyList<DifferingLine> Between(string before, string after, int around = 1)
    {
        var (old, now) = (Lines(before), Lines(after));
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var all = new List<DifferingLine>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                all.Add(new DifferingLine(' ', j + 1, now[j]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                all.Add(new DifferingLine('-', i + 1, old[i++]));
            }
            else
            {
                all.Add(new DifferingLine('+', j + 1, now[j++]));
            }
        }

        return [.. all.Where((_, at) => Enumerable.Range(Math.Max(0, at - around), Math.Min(all.Count, at + around + 1) - Math.Max(0, at - around)).Any(near => all[near].Sign != ' '))];
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
