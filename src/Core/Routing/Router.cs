using ReportingService.Core.Labels;

namespace ReportingService.Core.Routing;

/// <summary>Labels in, desk out.</summary>
public sealed class Router(RuleSet rules, DeskDirectory desks)
{
    public RoutingDecision Route(ReportLabels labels, DeskReadiness ready) => throw new NotSupportedException(rules.Version + desks.All.Count);

    /// <summary>What the check-answers page tells before sending.</summary>
    public Recipients Preview(ReportLabels labels) => throw new NotSupportedException();
}
