using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>Units that get no copy of a helpline's report, and why. Each stands once, with the first cause there is.</summary>
/// <param name="Cause">Code of the texts.</param>
/// <param name="Units">Codes of desks and units.</param>
public sealed record RefusedCopy(string Cause, IReadOnlyList<string> Units)
{
    /// <summary>All that <see cref="PoliceCopy.Refused"/> names, cause by cause.</summary>
    public static IReadOnlyList<RefusedCopy> Of(PlainReport plain, DeskDirectory desks)
    {
        var left = PoliceCopy.Refused(plain, desks).ToHashSet(StringComparer.Ordinal);
        List<RefusedCopy> causes = [];

        void Take(string cause, IEnumerable<string> units)
        {
            var taken = units.Where(left.Remove).ToList();
            if (taken.Count > 0)
            {
                causes.Add(new RefusedCopy(cause, taken));
            }
        }

        if (plain.Labels is { } labels)
        {
            var complaint = labels with { RefusedUnits = [], Flags = [.. labels.Flags.Where(flag => flag != ReportFlag.PossibleInsider)] };
            Take("complaint", Exclusion.OfSubjects(complaint, desks).Concat(labels.ConcernedUnits));
            Take("tie", Exclusion.OfSubjects(new ReportLabels { Region = labels.Region, RefusedUnits = labels.RefusedUnits }, desks).Concat(labels.RefusedUnits));
            Take("insider", Exclusion.OfSubjects(labels, desks));
        }

        Take("later", plain.Later.SelectMany(words => words.OfSubjects));
        Take("decided", [.. left]);
        return causes;
    }
}
