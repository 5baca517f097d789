using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>
/// Which ways on a desk has at all, by the directory alone. A way that leads nowhere is not offered; in its place stands what to do instead.
/// </summary>
public static class WaysOn
{
    /// <summary>The desks above it. EMERG stands in for the national desk at night; it is no place to send what is not urgent.</summary>
    public static IReadOnlyList<string> Above(DeskDirectory desks, string desk) => [.. desks[desk].Nearest.Where(above => above != "EMERG")];

    /// <summary>Key of the sentence for a desk whose body has no other; null where there are others.</summary>
    public static string? AloneKey(DeskDirectory desks, string desk)
        => desks.All.Any(other => !other.External && other.Code != desk && other.Domain == desks[desk].Domain) ? null : "staff.alone." + Codes.Of(desks[desk].Domain);

    /// <summary>Key of the sentence for a desk that nothing stands above; null where "not ours" leads somewhere.</summary>
    public static string? TopKey(DeskDirectory desks, string desk) => Above(desks, desk).Count > 0 ? null : AloneKey(desks, desk) ?? "staff.bounce.top";
}
