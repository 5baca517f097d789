using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>Which units must never get a report, with everyone near enough to pass it on. An invariant in code.</summary>
public static class Exclusion
{
    /// <summary>In place of a code in <see cref="ReportLabels.RefusedUnits"/>: all stations and regional units.</summary>
    public const string LocalPolice = "LOCAL";

    /// <summary>
    /// The excluded base and desk codes, sorted. A desk is excluded where its own code stands here. The base code beside it keeps the router
    /// from the whole unit, as nobody looks; a person who passes a report on may choose a desk of that unit in another place.
    /// </summary>
    public static IReadOnlyList<string> Of(ReportLabels labels, DeskDirectory desks)
    {
        var barred = OfSubjects(labels, desks);
        if (labels.Has(Sign.NoPolice) || labels.Ticks.HelplineOnly)
        {
            Bar(desks.All.Where(d => d.Domain is KeyDomain.Police or KeyDomain.Internal && !d.External), desks, barred);
        }

        return [.. barred];
    }

    /// <summary>Those excluded for what they did or because the reporter refused them by name: no consent lifts that.</summary>
    public static SortedSet<string> OfSubjects(ReportLabels labels, DeskDirectory desks)
    {
        var barred = new SortedSet<string>(StringComparer.Ordinal);
        var concerned = ProtectionRule.Concerned(labels);
        foreach (var code in concerned.Concat(labels.RefusedUnits))
        {
            Close(code, labels.Region, desks, barred);
        }

        if (ProtectionRule.IsAboutPolice(labels) && concerned.All(c => desks.Find(c) is null && !desks.Units.Contains(c)))
        {
            AllLocal(desks, barred);
        }

        if (labels.Has(ReportFlag.PossibleInsider))
        {
            if (labels.Category == Category.Border || labels.Has(Sign.BorderInsider))
            {
                Close("BORDER", null, desks, barred);
            }
            else if (concerned.Count == 0)
            {
                AllLocal(desks, barred);
            }
        }

        return barred;
    }

    private static void Close(string code, string? region, DeskDirectory desks, SortedSet<string> barred)
    {
        if (code == LocalPolice)
        {
            AllLocal(desks, barred);
            return;
        }

        if (code is "DESK" or "EMERG")
        {
            // Headquarters reach everybody in the police: only the Inspectorate is left.
            Bar(desks.All.Where(d => d.Domain is KeyDomain.Police or KeyDomain.Internal && !d.External), desks, barred);
            return;
        }

        barred.Add(code);
        var desk = desks.Find(code);
        if (desk is null)
        {
            // A base code without a place: every desk of it, with the regional desks above.
            var all = desks.All.Where(d => d.Unit == code && (region is null || d.Region == region)).ToList();
            all.ForEach(d => Close(d.Code, region, desks, barred));
            return;
        }

        if (desk.External || desk.Region is null)
        {
            return;
        }

        barred.Add(desk.Unit);

        // The people of a unit that has ended work where its work went.
        if (desk.Successor is { } successor && !barred.Contains(successor))
        {
            Close(successor, region, desks, barred);
        }

        var regional = desk.Unit.StartsWith("RPD_", StringComparison.Ordinal);
        Bar(desks.All.Where(d => !d.External && d.Region == desk.Region && (regional
            ? d.Unit != "BORDER"
            : desk.Municipality is not null
                ? (d.Municipality == desk.Municipality) || d.Unit is "RIS" or "RRTU" || d.Unit.StartsWith("RPD_", StringComparison.Ordinal)
                : d.Unit.StartsWith("RPD_", StringComparison.Ordinal))), desks, barred);
    }

    private static void AllLocal(DeskDirectory desks, SortedSet<string> barred) => Bar(desks.All.Where(d => !d.External && d.Region is not null), desks, barred);

    /// <summary>Excludes the desks and those their people work at once they have ended. Successors may run in a circle.</summary>
    private static void Bar(IEnumerable<Desk> barring, DeskDirectory desks, SortedSet<string> barred)
    {
        foreach (var desk in barring)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var next = desk; next is not null && seen.Add(next.Code); next = next.Successor is { } successor ? desks.Find(successor) : null)
            {
                barred.Add(next.Code);
                barred.Add(next.Unit);
            }
        }
    }
}
