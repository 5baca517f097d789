namespace ReportingService.Labelling.Text;

/// <summary>Reads ijekavian words the ekavian way (dijete, dete; vidjela, videla), so that lexicons write each word once.</summary>
internal static class Ekavian
{
    /// <summary>The ekavian reading, or null when the word has nothing to read so.</summary>
    public static string? Of(string word)
    {
        var at = word.IndexOf("je", StringComparison.Ordinal);
        if (at < 1 || word.Length < 4)
        {
            return null;
        }

        Span<char> kept = stackalloc char[word.Length];
        var length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == 'i' && i + 2 < word.Length && word[i + 1] == 'j' && word[i + 2] == 'e')
            {
                continue; // i of ije
            }

            if (word[i] == 'j' && i > 0 && i + 1 < word.Length && word[i + 1] == 'e' && (word[i - 1] == 'i' || !IsVowel(word[i - 1])))
            {
                continue;
            }

            kept[length++] = word[i];
        }

        return length == word.Length ? null : new string(kept[..length]);
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
