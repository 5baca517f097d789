namespace ReportingService.Data;

/// <summary>
/// How often desks gave reports of one rule on, by month. No report is named and no day: for restricted reports the base unit stands in
/// place of the desk and the municipality is empty, so that a count of one tells of nobody.
/// </summary>
public sealed class BounceCount
{
    /// <summary>First day of the month.</summary>
    public required DateOnly Month { get; init; }

    public required string RuleId { get; init; }

    public required string RuleVersion { get; init; }

    /// <summary>Code of the reason.</summary>
    public required string Reason { get; init; }

    public required string FromUnit { get; init; }

    public required string ToUnit { get; init; }

    /// <summary>Slug; empty for restricted reports and where none is known.</summary>
    public required string Municipality { get; init; }

    public int Count { get; set; }
}
