using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;
using ReportingService.Labelling.Text;

namespace ReportingService.Labelling.Findings;

/// <summary>The language of a text, by its small words, by letters only one language has and by its letter groups.</summary>
/// <param name="groups">Null while they are being counted.</param>
internal sealed class LanguageFinder(Lexicon lexicon, LetterGroups? groups)
{
    // What the letter groups are worth, where a small word is worth one.
    private const double OfGroups = 2.5;

    private readonly (Language Language, int Concept)[] known =
        [.. Enum.GetValues<Language>().Select(l => (l, lexicon.Concept("language." + Codes.Of(l)))).Where(l => l.Item2 >= 0)];

    /// <param name="possible">The languages whose words the text may hold: the one found and those close to it.</param>
    public Language Find(PlainFoldedText text, Matches matches, string raw, out IReadOnlySet<Language> possible)
    {
        var score = new double[Enum.GetValues<Language>().Length];
        foreach (var (language, concept) in known)
        {
            score[(int)language] = matches.Of(concept).Count;
        }

        foreach (var c in raw)
        {
            score[(int)Language.Sq] += c is 'ë' or 'Ë' ? 0.7 : 0;
            score[(int)Language.Sr] += c is 'š' or 'č' or 'ć' or 'ž' or 'đ' or 'Š' or 'Č' or 'Ž' ? 0.7 : Letters.IsCyrillic(c) ? 0.5 : 0;
            score[(int)Language.Tr] += c is 'ğ' or 'ı' or 'ş' or 'İ' ? 1 : c is 'ü' or 'ö' ? 0.5 : 0;
        }

        if (groups is not null && text.Script == Script.Latn)
        {
            var shares = groups.Share(text);
            for (var i = 0; i < shares.Length; i++)
            {
                score[(int)LetterGroups.Languages[i]] += OfGroups * shares[i];
            }
        }

        // Turkish and Romani share small words with their neighbours: they must win clearly.
        score[(int)Language.Tr] *= 0.8;
        score[(int)Language.Rom] *= 0.6;
        var bosnian = score[(int)Language.Bs];
        score[(int)Language.Bs] = 0;
        var best = 0;
        for (var i = 1; i < score.Length; i++)
        {
            best = score[i] > score[best] ? i : best;
        }

        possible = score.Select((value, at) => (value, at)).Where(s => s.value >= score[best] * 0.4).Select(s => (Language)s.at)
            .Append(best is (int)Language.Tr or (int)Language.Rom ? Language.Sq : (Language)best).ToHashSet();
        return text.Letters == 0 ? Language.Other
            : score[best] <= 0 ? (text.Script == Script.Cyrl ? Language.Sr : Language.Sq)
            : (Language)best == Language.Sr && bosnian >= 2 && text.Script == Script.Latn ? Language.Bs
            : (Language)best;
    }
}
