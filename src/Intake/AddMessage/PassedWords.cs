using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Data;

namespace ReportingService.Intake.AddMessage;

/// <summary>
/// Later words that the holder of their report must not read, and who alone gets them.
/// Threat: the reporter tells only now that they concern who holds the report, or that it must not be told.
/// </summary>
/// <param name="Labels">The labels by which the words are routed; they always lead to <paramref name="Protection"/>.</param>
/// <param name="Protection">Never none.</param>
/// <param name="Losing">
/// The desks that must lose the key to what came before. Intake holds no key and takes none away: it asks Triage, by these names.
/// The empty name: nobody holds the report yet, so whoever gets it meanwhile.
/// </param>
public sealed record PassedWords(ReportLabels Labels, Protection Protection, IReadOnlyList<string> Losing)
{
    /// <summary>Shorter words than a sentence that tells a story, such as "yesterday evening": what the text model alone makes of them is chance.</summary>
    private const int Sentence = 60;

    /// <summary>The one desk that gets them.</summary>
    public string Desk => ProtectedBody.Of(Protection).Desk;

    /// <summary>Null when the holder may read them.</summary>
    /// <param name="holders">The desk that holds the report and those it was lent to.</param>
    /// <param name="barred">The desks that were told at the beginning not to get it: its later words must not reach them either.</param>
    public static PassedWords? Of(string text, ReportLabels labels, Case report, IReadOnlyList<string> holders, IReadOnlyList<string> barred, DeskDirectory desks)
    {
        var excluded = Exclusion.Of(labels, desks);
        var losing = LosingOf(report, holders, excluded, desks);
        var guessed = labels.CategorySource == LabelSource.Model && excluded.Count == 0 && text.Length < Sentence;
        if (losing.Count == 0 && (guessed || !GoElsewhere(ProtectionRule.Of(labels), report.Domain)))
        {
            return null;
        }

        var routed = PastBarred(Protected(labels, desks), barred);
        return new PassedWords(routed, ProtectionRule.Of(routed), losing);
    }

    /// <summary>The desks that must lose their key to a part of the report, as <see cref="Losing"/>.</summary>
    public static IReadOnlyList<string> LosingOf(Case part, IReadOnlyList<string> holders, IReadOnlyList<string> excluded, DeskDirectory desks)
        => part.HolderDesk is null
            ? MayGetAnExcluded(part, excluded, desks) ? [string.Empty] : []
            : [.. holders.Where(excluded.Contains)];

    /// <summary>Whether a report of these words would be sealed to another body, which they must not wait for behind this one.</summary>
    private static bool GoElsewhere(Protection protection, KeyDomain domain)
        => protection != Protection.None
            && domain != ProtectedBody.Of(protection).Domain

            // What the helpline or the Inspectorate holds stays outside the police, whatever comes later.
            && domain != KeyDomain.Helpline
            && !(domain == KeyDomain.Pik && protection == Protection.Internal);

    /// <summary>Whether the report, on its way or waiting for a reader, may come to one of these.</summary>
    private static bool MayGetAnExcluded(Case report, IReadOnlyList<string> excluded, DeskDirectory desks)
        => desks.Find(report.NamedDesk) is { } named
            ? named.Nearest.Prepend(named.Code).Any(excluded.Contains)
            : excluded.Count > 0;

    /// <summary>
    /// Threat: a report complains of the internal investigators; later words about the Inspectorate alone would go to them. The bodies that
    /// the report began by passing are complained of still.
    /// </summary>
    private static ReportLabels PastBarred(ReportLabels labels, IReadOnlyList<string> barred)
        => barred.Contains(ProtectedBody.Of(ProtectionRule.Of(labels)).Desk)
            ? labels with { ConcernedUnits = [.. labels.ConcernedUnits.Union(ProtectedBody.All.Select(body => body.Desk).Where(barred.Contains))] }
            : labels;

    /// <summary>
    /// The same labels so that they lead to a body outside the excluded ones. A unit refused by name protects no first report: the router
    /// passes it by. Here it holds the report already.
    /// </summary>
    private static ReportLabels Protected(ReportLabels labels, DeskDirectory desks)
    {
        var routed = ProtectionRule.Of(labels) != Protection.None ? labels : labels with { Signs = [.. labels.Signs, Sign.NoPolice] };
        return Exclusion.OfSubjects(routed, desks).Contains(ProtectedBody.Of(ProtectionRule.Of(routed)).Desk)
            ? routed with { ConcernedUnits = [.. labels.ConcernedUnits.Union(labels.RefusedUnits.Where(unit => unit != Exclusion.LocalPolice))] }
            : routed;
    }
}
