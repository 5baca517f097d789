using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>What the model answers, in the order of its weights: one choice among categories, then a yes or no each for
/// danger at this moment, for flags and for the signs that choose between two units.</summary>
internal static class Heads
{
    public static readonly int Categories = Enum.GetValues<Category>().Length;

    public static readonly IReadOnlyList<ReportFlag> Flags = Enum.GetValues<ReportFlag>();

    /// <summary>Signs told in examples; <c>discipline</c> is a head of its own beside them. The first <see cref="UnitSigns"/>
    /// choose a unit and are told in every file of signs, the others make a report more urgent and are told in some.</summary>
    public static readonly IReadOnlyList<Sign> Signs =
    [
        Sign.StreetSale, Sign.Trade, Sign.Series, Sign.Loss, Sign.Injury, Sign.Economic,
        Sign.OrderBreached, Sign.Strangling, Sign.ThreatToKill, Sign.InCustody, Sign.Means, Sign.Departure, Sign.Violence, Sign.ChildrenNear,
        Sign.OffendersNear, Sign.Follower, Sign.Repeat, Sign.Vanishing, Sign.DiggingNow, Sign.Fire, Sign.Poison, Sign.Images, Sign.Deadline, Sign.CrossingNow,
    ];

    public const int UnitSigns = 6;

    public static readonly int Now = Categories;
    public static readonly int FirstFlag = Categories + 1;
    public static readonly int FirstSign = FirstFlag + Flags.Count;
    public static readonly int Discipline = FirstSign + Signs.Count;
    public static readonly int Count = Discipline + 1;

    public static int? Of(Sign sign)
    {
        for (var i = 0; i < Signs.Count; i++)
        {
            if (Signs[i] == sign)
            {
                return FirstSign + i;
            }
        }

        return null;
    }

    public static int Of(ReportFlag flag) => FirstFlag + (int)flag;
}
