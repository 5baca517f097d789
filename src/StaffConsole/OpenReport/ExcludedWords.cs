using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.StaffConsole.Layout;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.OpenReport;

/// <summary>What is said of excluded units: as a rule each by name; all of the local ones, or all there are, in one line.</summary>
public static class ExcludedWords
{
    /// <summary><paramref name="handed"/>: desks of the police that got a copy, although none was to get the report.</summary>
    public static IReadOnlyList<string> Say(Texts texts, Names names, DeskDirectory desks, IReadOnlyList<string> excluded, IReadOnlyList<string> handed)
    {
        var police = desks.All.Where(desk => desk.Domain == KeyDomain.Police && !desk.External).ToList();
        if (police.TrueForAll(desk => excluded.Contains(desk.Code)))
        {
            return [handed.Count > 0 ? texts["staff.report.excludedexcept", ("desks", string.Join("; ", handed.Select(names.Desk)))] : texts["staff.report.excludedall"]];
        }

        var local = police.Where(desk => desk.Region is not null).ToList();
        var whole = local.TrueForAll(desk => excluded.Contains(desk.Code));
        var named = desks.All.Where(desk => excluded.Contains(desk.Code) && !(whole && desk.Region is not null)).ToList();

        // The code of a kind of unit stands beside those of its desks: it says more only where none of these is named.
        var kinds = excluded.Where(code => desks.Find(code) is null && !desks.All.Any(desk => desk.Unit == code && excluded.Contains(desk.Code)));
        return [.. (whole ? [Exclusion.LocalPolice] : Array.Empty<string>()).Concat(named.Select(desk => desk.Code)).Concat(kinds).Select(names.Unit).Distinct(StringComparer.Ordinal)];
    }
}
