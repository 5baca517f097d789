namespace ReportingService.Scrubbing;

/// <summary>How a <see cref="MetadataScrubber"/> is set up. One scrubber serves many files at once.</summary>
public sealed record ScrubOptions
{
    /// <summary>Limits for calls that bring none.</summary>
    public ScrubLimits Limits { get; init; } = ScrubLimits.Default;

    /// <summary>The budget shared by all files; make one per host.</summary>
    public ScrubBudget Budget { get; init; } = new();

    /// <summary>
    /// Folder for encrypted scratch files, which some formats need when their index comes last. The key lives in memory only
    /// and files are deleted on close. Null: scratch is kept in memory and counted against the memory budget.
    /// </summary>
    public string? ScratchFolder { get; init; }

    /// <summary>The clock for time limits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Tests switch single rules off to prove that each is watched.</summary>
    internal ScrubRules Rules { get; init; } = ScrubRules.All;
}
