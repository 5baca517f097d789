using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;

namespace ReportingService.Labelling.Findings;

/// <summary>How heavily the words of a text point to each category.</summary>
internal sealed class CategoryFinder
{
    private const double PairWeight = 1.6;

    private readonly (Category Category, int Concept)[] known;
    private readonly int otherViolence;
    private readonly (Category Category, int A, int B)[] pairs;

    public CategoryFinder(Lexicon lexicon)
    {
        known = [.. Enum.GetValues<Category>().Select(c => (c, lexicon.Concept("cat." + Codes.Of(c)))).Where(c => c.Item2 >= 0)];
        otherViolence = lexicon.Concept("cat.other_violence");
        pairs = [.. known.Select(k => (k.Category, lexicon.Concept($"cat.{Codes.Of(k.Category)}.a"), lexicon.Concept($"cat.{Codes.Of(k.Category)}.b"))).Where(p => p.Item2 >= 0 && p.Item3 >= 0)];
    }

    public CategoryScores Find(Matches matches)
    {
        var weights = new double[Enum.GetValues<Category>().Length];
        foreach (var (category, concept) in known)
        {
            weights[(int)category] = matches.Weigh(concept);
        }

        foreach (var (category, a, b) in pairs)
        {
            weights[(int)category] += matches.Together(a, b) ? PairWeight : 0;
        }

        return new CategoryScores(weights, matches.Weigh(otherViolence));
    }
}

/// <summary>The weight of every category, and of violence that has none.</summary>
internal sealed record CategoryScores(double[] Weights, double OtherViolence)
{
    public double this[Category category] => Weights[(int)category];

    public (Category Category, double Weight) Best(Func<Category, bool> allowed)
    {
        var best = (Category: Category.InformationRequest, Weight: 0.0);
        for (var i = 0; i < Weights.Length; i++)
        {
            if (Weights[i] > best.Weight && allowed((Category)i))
            {
                best = ((Category)i, Weights[i]);
            }
        }

        return best;
    }
}
