using ReportingService.Core.Labels;

namespace ReportingService.Core.Routing;

/// <summary>A report that other rules would have sent elsewhere or ranked differently.</summary>
public sealed record DryRunChange(int Index, RoutingDecision Before, RoutingDecision After);

/// <summary>What would have changed under other rules, over a set of labels. Touches no report.</summary>
public static class DryRun
{
    public static IReadOnlyList<DryRunChange> Compare(RuleSet before, RuleSet after, DeskDirectory desks, IEnumerable<ReportLabels> labels)
    {
        var ready = new DeskReadiness(desks.All.Select(d => d.Code).ToHashSet(StringComparer.Ordinal));
        var old = new Router(before, desks);
        var proposed = new Router(after, desks);
        return
        [
            .. labels.Select((l, i) => new DryRunChange(i, old.Route(l, ready), proposed.Route(l, ready)))
                .Where(c => c.Before.Desk != c.After.Desk || c.Before.Urgency != c.After.Urgency || c.Before.Restricted != c.After.Restricted
                    || !c.Before.AlsoNotify.SequenceEqual(c.After.AlsoNotify)),
        ];
    }
}
