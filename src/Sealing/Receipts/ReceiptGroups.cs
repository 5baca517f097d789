namespace ReportingService.Sealing;

/// <summary>Says which groups to look at again when a receipt has too few or too many characters.</summary>
internal static class ReceiptGroups
{
    /// <summary>By the groups as typed when they are separated into six, else from the first group that does not fit onwards.</summary>
    internal static List<int> Wrong(string typed)
    {
        var groups = Split(typed);
        var wrong = new List<int>();
        if (groups.Count == ReceiptCheck.Groups)
        {
            for (var i = 0; i < groups.Count; i++)
            {
                if (groups[i].Count != ReceiptCheck.GroupSize || !ReceiptCheck.Fits([.. groups[i]], i + 1))
                {
                    wrong.Add(i + 1);
                }
            }
        }

        return wrong.Count > 0 ? wrong : [FirstUnfit([.. groups.SelectMany(g => g)])];
    }

    private static int FirstUnfit(int[] values)
    {
        for (var group = 1; group <= ReceiptCheck.Groups; group++)
        {
            var start = (group - 1) * ReceiptCheck.GroupSize;
            if (values.Length < start + ReceiptCheck.GroupSize || !ReceiptCheck.Fits(values.AsSpan(start, ReceiptCheck.GroupSize), group))
            {
                return group;
            }
        }

        return ReceiptCheck.Groups;
    }

    private static List<List<int>> Split(string typed)
    {
        var groups = new List<List<int>>();
        var open = false;
        foreach (var letter in typed)
        {
            var value = ReceiptAlphabet.Read(letter);
            if (value == ReceiptAlphabet.Separator)
            {
                open = false;
                continue;
            }

            if (!open)
            {
                groups.Add([]);
                open = true;
            }

            groups[^1].Add(value);
        }

        return groups;
    }
}
