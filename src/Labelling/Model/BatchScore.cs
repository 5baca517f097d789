using System.Globalization;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Model;

/// <summary>What came out for one batch of texts.</summary>
public sealed class BatchScore(char batch)
{
    private int texts, category, unit, urgency, urgencyAsked, flags, flagsAsked, flagsFound, leaks, dangers, missed, calm, falseAlarms, spam;

    public static string Heading => "batch  texts  category  unit   urgency  flags: recall, precision   leaks  missed emergencies  false emergencies  reports in spam";

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{batch,-5} {texts,6}  {Share(category, texts)}   {Share(unit, texts)} {Share(urgency, urgencyAsked)}  {Share(flags, flagsAsked)} {Share(flags, flagsFound)}             {leaks,5}  {missed,6} of {dangers,-10} {falseAlarms,6} of {calm,-8} {spam,6}");

    /// <summary>Counts one text.</summary>
    /// <returns>What was wrong, or nothing.</returns>
    internal string Add(Example example, ReportLabels found, RoutingDecision decided, RoutingDecision right)
    {
        var wrong = new List<string>();
        texts++;
        category += Say(found.Category == example.Category || (example.DangerNow && decided.Urgency == Urgency.Emergency), $"category {decided.Category}", wrong);
        unit += Say(decided.Unit == right.Unit, $"unit {decided.Unit} not {right.Unit}", wrong);
        flagsFound += example.Flags is null ? 0 : found.Flags.Count;
        foreach (var flag in example.Flags ?? new HashSet<ReportFlag>())
        {
            flagsAsked++;
            flags += Say(found.Has(flag), $"no {Codes.Of(flag)}", wrong);
        }

        // One class beside is accepted, as people who label by hand do; an emergency is none of them.
        if (example.AllSigns)
        {
            urgencyAsked++;
            urgency += Say(decided.Urgency == right.Urgency || (decided.Urgency != Urgency.Emergency && right.Urgency != Urgency.Emergency && Math.Abs(decided.Urgency - right.Urgency) == 1),
                $"urgency {Codes.Of(decided.Urgency)} not {Codes.Of(right.Urgency)}", wrong);
        }

        if (right.Domain != KeyDomain.Police && (decided.Domain == KeyDomain.Police || decided.AlsoNotify.Any(d => DeskDirectory.DomainOf(d) == KeyDomain.Police)))
        {
            leaks++;
            wrong.Add("LEAK");
        }

        if (example.DangerNow)
        {
            dangers++;
            missed += 1 - Say(decided.Urgency == Urgency.Emergency, "MISSED", wrong);
        }
        else
        {
            calm++;
            falseAlarms += 1 - Say(decided.Urgency != Urgency.Emergency, "FALSE", wrong);
        }

        if (decided.Unit == "SPAM" && example.Category is not (Category.Spam or Category.InformationRequest))
        {
            spam++;
            wrong.Add("SPAM");
        }

        return string.Join("; ", wrong);
    }

    private static int Say(bool right, string fault, List<string> wrong)
    {
        if (!right)
        {
            wrong.Add(fault);
        }

        return right ? 1 : 0;
    }

    private static string Share(int right, int all) => all == 0 ? "     -" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * right / all,5:F1}%");
}
