using ReportingService.Core.Keys;
using ReportingService.Core.Labels;

namespace ReportingService.Core.Routing;

/// <summary>Which domain a report is protected to. An invariant in code: no rule data, administrator or database relaxes it.</summary>
public static class ProtectionRule
{
    public static Protection Of(ReportLabels labels) => throw new NotSupportedException();
}
