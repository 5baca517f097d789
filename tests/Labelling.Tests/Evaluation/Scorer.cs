using System.Globalization;
using System.Text;
using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Labelling.Tests.Evaluation;

/// <summary>Scores the product's answers on evaluation texts.</summary>
internal sealed class Scorer
{
    private readonly Dictionary<(string Expected, string Found), int> confusion = [];
    private readonly Dictionary<string, (int Right, int All)> measures = [];
    private readonly StringBuilder wrong = new();

    public int Leaks { get; private set; }

    public int MissedEmergencies { get; private set; }

    public int RealReportsInSpam { get; private set; }

    public string Wrong => wrong.ToString();

    public double Share(string measure) => measures.TryGetValue(measure, out var m) && m.All > 0 ? (double)m.Right / m.All : 1;

    public static Scorer Score(IReadOnlyList<EvaluationCase> cases)
    {
        var scorer = new Scorer();
        foreach (var item in cases)
        {
            scorer.Add(item);
        }

        return scorer;
    }

    private void Add(EvaluationCase item)
    {
        var (labels, decision) = RoutingFolder.Command.Route(item.Source);
        var found = Codes.Of(decision.Category);
        var expected = item.Categories.Contains(found) ? found : item.Category;
        confusion[(expected, found)] = confusion.GetValueOrDefault((expected, found)) + 1;
        var faults = new List<string>();
        Count("category", item.Categories.Contains(found), $"category {found}", faults);
        Count("language", item.Language == Codes.Of(labels.Language), $"language {Codes.Of(labels.Language)}", faults);
        if (item.Script is not null)
        {
            Count("script", item.Script == ScriptCodes.Of(labels.Script), "script", faults);
        }

        Count("region", item.Region == decision.Region, $"region {decision.Region ?? "-"}", faults);
        Count("urgency", item.Urgency.Contains(Codes.Of(decision.Urgency)), $"urgency {Codes.Of(decision.Urgency)} not {string.Join('|', item.Urgency)}", faults);
        if (item.Units.Count > 0)
        {
            Count("unit", item.Units.Contains(decision.Unit) || item.Units.Contains(decision.Desk), $"unit {decision.Unit} not {string.Join('|', item.Units)}", faults);
        }

        var flags = labels.Flags.Select(Codes.Of).ToHashSet();
        foreach (var flag in item.Flags)
        {
            Count("flags", flags.Contains(flag), $"flag {flag} missing", faults);
        }

        // The lists name what must be found and leave out some that hold as well: this is the least it can be.
        foreach (var flag in flags)
        {
            Count("flags precision", item.Flags.Contains(flag), "", []);
        }

        // Protected by what is expected, or by what was decided: no police desk may hold it or be told.
        var outside = item.Units.Count > 0 && item.Units.All(u => u is "HELPLINE" or "PIK" or "DIIBC");
        if (item.MustNotReach.Any(u => u == decision.Unit || u == decision.Desk || decision.AlsoNotify.Contains(u))
            || (outside && decision.Domain == KeyDomain.Police)
            || decision.ExcludedUnits.Contains(decision.Desk)
            || decision.AlsoNotify.Any(decision.ExcludedUnits.Contains)
            || (outside && decision.AlsoNotify.Any(d => DeskDirectory.DomainOf(d) == KeyDomain.Police)))
        {
            Leaks++;
            faults.Add("LEAK");
        }

        // Where another class is accepted too, missing the emergency is no miss.
        if (item.Urgency.All(u => u == "emergency"))
        {
            if (decision.Urgency != Urgency.Emergency)
            {
                MissedEmergencies++;
                faults.Add("MISSED EMERGENCY");
            }
        }
        else if (!item.Urgency.Contains("emergency"))
        {
            Count("no false emergency", decision.Urgency != Urgency.Emergency, "FALSE EMERGENCY", faults);
        }

        if (!item.Categories.Contains("spam") && decision.Unit == "SPAM")
        {
            RealReportsInSpam++;
            faults.Add("REAL REPORT IN SPAM");
        }

        if (faults.Count > 0)
        {
            wrong.AppendLine(CultureInfo.InvariantCulture, $"{item.Id} [{item.Category}] {string.Join("; ", faults)}\n    {item.Text}");
        }
    }

    private void Count(string measure, bool right, string fault, List<string> faults)
    {
        var (good, all) = measures.GetValueOrDefault(measure);
        measures[measure] = (good + (right ? 1 : 0), all + 1);
        if (!right)
        {
            faults.Add(fault);
        }
    }

    public string Table(string name)
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"== {name}: leaks {Leaks}, missed emergencies {MissedEmergencies}, real reports in spam {RealReportsInSpam}");
        foreach (var (measure, (right, all)) in measures.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{measure,-20} {right,4} / {all,4}  {100.0 * right / all,6:F1} %");
        }

        table.AppendLine("confusion (expected > found: count)");
        foreach (var ((expected, found), count) in confusion.Where(c => c.Key.Expected != c.Key.Found).OrderByDescending(c => c.Value))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"  {expected} > {found}: {count}");
        }

        return table.ToString();
    }
}
