using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Layout;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>
/// What the reporter chose and what a program read from the words, told apart. Threat: an officer writes to a victim because a program guessed
/// so, when somebody else holds the phone; or takes for a guess what the reporter has said.
/// </summary>
/// <param name="labels">What was recognised and ticked.</param>
/// <param name="category">The category as the page shows it.</param>
/// <param name="municipality">The place as the page shows it.</param>
public sealed class Guesses(ReportLabels? labels, Category? category, string? municipality)
{
    /// <summary>Whether nobody chose the category. What words and form both say was chosen, whichever decided.</summary>
    public bool Category => category is not null && labels is { CategorySource: LabelSource.Lexicon or LabelSource.Model } && labels.Ticks.Category != category;

    /// <summary>Whether nobody chose the place: neither in the list nor with the pin, of which only the municipality is kept.</summary>
    public bool Place => municipality is not null && labels?.Municipality == municipality && labels.Ticks.Municipality != municipality && labels.PlaceLayer != PlaceLayer.Pin;

    /// <summary>What was found, without what the category says already.</summary>
    public IEnumerable<ReportFlag> Flags => (labels?.Flags ?? []).Distinct().Where(flag => category is not { } said || Codes.Of(flag) != Codes.Of(said));

    /// <summary>Whether anything on the page is a guess, so that it says how guesses look.</summary>
    public bool Any => Category || Place || Flags.Any(flag => IsTicked(flag) != true);

    /// <summary>Whether the reporter ticked it, for flags that can be ticked; null for the others, which are always read from the words.</summary>
    public bool? IsTicked(ReportFlag flag) => (flag, labels?.Ticks) switch
    {
        (ReportFlag.VictimSelf, { } ticks) => ticks.Victim,
        (ReportFlag.Child, { } ticks) => ticks.Child,
        (ReportFlag.InProgress, { } ticks) => ticks.InProgress,
        (ReportFlag.SubjectIsPolice, { } ticks) => ticks.AboutPolice || ticks.ConcernedUnit is not null,
        _ => null,
    };

    /// <summary>
    /// Why it came here. Not again what stands above: the flags that were found. Nor that the words point somewhere where the reporter chose.
    /// </summary>
    public IEnumerable<string> Reasons(RoutingDecision? decision) => (decision?.Reasons ?? []).Select(AsChosen).Where(reason => Names.SaysMore(reason)
        && labels?.Flags.Any(flag => reason == "flag " + Codes.Of(flag)) != true
        && !(reason.StartsWith("category.written", StringComparison.Ordinal) && labels?.CategorySource == LabelSource.Ticked));

    private string AsChosen(string reason)
        => category is { } chosen && labels?.Ticks.Category == chosen && reason == "category.written " + Codes.Of(chosen) ? "category.ticked " + Codes.Of(chosen)
            : Place && reason == "place.municipality " + municipality ? Names.PlaceRead + " " + municipality
            : reason;
}
