using ReportingService.Core.Vocabulary;
using ReportingService.Labelling.Lexicons;

namespace ReportingService.Labelling.Findings;

/// <summary>How heavily the words of a text point to each category.</summary>
internal sealed class CategoryFinder
{
    private readonly (Category Category, int Concept)[] known;
    private readonly int otherViolence;

    public CategoryFinder(Lexicon lexicon)
    {
        known = [.. Enum.GetValues<Category>().Select(c => (c, lexicon.Concept("cat." + Codes.Of(c)))).Where(c => c.Item2 >= 0)];
        otherViolence = lexicon.Concept("cat.other_violence");
    }

    public CategoryScores Find(Matches matches)
    {
        var weights = new double[Enum.GetValues<Category>().Length];
        foreach (var (category, concept) in known)
        {
            weights[(int)category] = matches.Weigh(concept);
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
