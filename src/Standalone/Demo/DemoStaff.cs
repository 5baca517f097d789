using ReportingService.Core.Keys;
using ReportingService.Core.Routing;
using ReportingService.Data;

namespace ReportingService.Standalone.Demo;

/// <summary>Who works in a demonstration: few accounts, named by role, so that every desk can be opened by somebody.</summary>
internal static class DemoStaff
{
    public static IReadOnlyList<(string User, AccountRole Role, IReadOnlyList<string> Desks)> Of(DeskDirectory directory)
    {
        var desks = directory.All.Where(desk => !desk.External).ToList();
        var staff = new List<(string, AccountRole, IReadOnlyList<string>)> { ("administrator", AccountRole.Administrator, []) };
        foreach (var region in desks.Where(desk => desk.Region is not null).Select(desk => desk.Region!).Distinct().Order(StringComparer.Ordinal))
        {
            staff.Add(($"officer.{Slug(region)}", AccountRole.Officer, Codes(desks.Where(desk => desk.Region == region))));
        }

        // One station with an account of its own: hand-over and exclusion can be seen between two people.
        staff.Add(("officer.ps-gjilan", AccountRole.Officer, ["PS_GJILAN"]));
        string[] duty = ["DESK", "EMERG", "INFO", "SPAM"];
        staff.Add(("officer.national", AccountRole.Officer, Codes(desks.Where(desk => duty.Contains(desk.Code)))));
        staff.Add(("officer.directorates", AccountRole.Officer, Codes(desks.Where(desk => desk.Domain == KeyDomain.Police && desk.Region is null && !duty.Contains(desk.Code)))));
        staff.Add(("investigator.internal", AccountRole.Officer, Codes(desks.Where(desk => desk.Domain == KeyDomain.Internal))));
        staff.Add(("inspector.pik", AccountRole.Officer, Codes(desks.Where(desk => desk.Domain == KeyDomain.Pik))));
        staff.Add(("operator.helpline", AccountRole.Operator, Codes(desks.Where(desk => desk.Domain == KeyDomain.Helpline))));
        staff.Add(("supervisor.helpline", AccountRole.Supervisor, Codes(desks.Where(desk => desk.Domain == KeyDomain.Helpline))));

        // Reads who did what when, and no report.
        staff.Add(("auditor", AccountRole.Auditor, []));

        // Two: what one writes only another puts in force.
        staff.Add(("author1.rules", AccountRole.RuleAuthor, []));
        staff.Add(("author2.rules", AccountRole.RuleAuthor, []));
        return staff;
    }

    private static string[] Codes(IEnumerable<Desk> desks) => [.. desks.Select(desk => desk.Code).Order(StringComparer.Ordinal)];

    private static string Slug(string region) => region.ToLowerInvariant().Replace('_', '-');
}
