namespace ReportingService.Data;

/// <summary>That a report was routed, once, and by which rules. Unit, rule and reasons are a sealed item of the case.</summary>
public sealed class RoutingRecord
{
    public required Guid CaseId { get; init; }

    public required string RuleVersion { get; init; }

    public required DateTimeOffset DecidedAt { get; set; }
}
