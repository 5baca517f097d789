using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Model;

/// <summary>Whether a word tells of now or of before, by its form alone: what is told in the past is seldom a danger now.</summary>
internal static class Tense
{
    public const int None = 0;
    public const int Past = 1;
    public const int Present = 2;
    public const int Kinds = 3;

    private static readonly string[] AlbanianPast = ["oi", "uan", "uam", "ova", "uar", "iti", "iten", "ejti"];
    private static readonly string[] SerbianPast = ["ao", "eo", "io", "uo", "ala", "ila", "ela", "ula", "ali", "ili", "eli", "uli", "ale", "ile", "alo", "ilo"];
    private static readonly HashSet<string> AlbanianHave = ["ka", "kane", "kan", "kam", "kom", "kemi", "kena", "ishte", "kishte", "kishin", "u"];
    private static readonly HashSet<string> EnglishPast = ["was", "were", "had", "did", "took", "came", "went", "broke", "stole", "told", "said", "saw", "found", "got", "made", "gave", "fell", "left", "ran", "shot", "drove", "threw", "held", "kept", "paid", "sent"];
    private static readonly HashSet<string> EnglishNow = ["is", "are", "am", "isnt", "arent"];

    public static int Of(IReadOnlyList<PlainToken> tokens, int at, IReadOnlySet<Language> languages)
    {
        var word = tokens[at].Word;
        var before = at > 0 && tokens[at - 1].Sentence == tokens[at].Sentence ? tokens[at - 1].Word : "";
        if (languages.Contains(Language.Sq))
        {
            if ((before == "po" && word.Length > 2) || before is "tu" or "duke")
            {
                return Present;
            }

            if ((AlbanianHave.Contains(before) && word.Length > 1) || (word.Length > 3 && EndsWith(word, AlbanianPast)))
            {
                return Past;
            }
        }

        if (languages.Contains(Language.Sr) || languages.Contains(Language.Bs))
        {
            if (word.Length > 3 && EndsWith(word, SerbianPast))
            {
                return Past;
            }

            if (word.Length > 4 && (word.EndsWith("aju", StringComparison.Ordinal) || word.EndsWith("uje", StringComparison.Ordinal) || word.EndsWith("uju", StringComparison.Ordinal)))
            {
                return Present;
            }
        }

        return !languages.Contains(Language.En) ? None
            : EnglishPast.Contains(word) || (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)) ? Past
            : (word.Length > 4 && word.EndsWith("ing", StringComparison.Ordinal)) || EnglishNow.Contains(word) ? Present
            : None;
    }

    private static bool EndsWith(string word, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
