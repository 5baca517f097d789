namespace ReportingService.Data;

/// <summary>Which wait of a report's life was measured, always from its arrival.</summary>
public enum DurationMeasure
{
    FirstOpened,
    Owned,
    Accepted,
    Closed,
}

/// <summary>How long it took, in steps that answer the questions of a service promise and nothing finer.</summary>
public enum DurationStep
{
    QuarterHour,
    Hour,
    FourHours,
    HalfDay,
    Day,
    ThreeDays,
    Week,
    Month,
    Longer,
}

/// <summary>
/// How many closed reports of a unit and month fell into a step. All that is left of their exact times: no id leads back from a
/// count to a report.
/// </summary>
public sealed class DurationBucket
{
    public required string Unit { get; init; }

    /// <summary>First day of the month in which the reports were closed.</summary>
    public required DateOnly Month { get; init; }

    public required DurationMeasure Measure { get; init; }

    public required DurationStep Step { get; init; }

    public int Count { get; set; }
}
