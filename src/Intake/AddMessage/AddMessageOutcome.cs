using ReportingService.Intake.ReceiveFiles;

namespace ReportingService.Intake.AddMessage;

/// <summary>What came of adding words or files to a report.</summary>
public abstract record AddMessageOutcome
{
    private AddMessageOutcome()
    {
    }

    /// <summary>Stored. <paramref name="Message"/>: null when every file was refused and nothing was written. <paramref name="MovedTo"/>: the desk that alone got the words, past the holder; null: the holder reads them.</summary>
    public sealed record Added(Guid? Message, IReadOnlyList<ReceivedFile> Files, string? MovedTo) : AddMessageOutcome
    {
        /// <summary>Whether the words say that life is in danger now.</summary>
        public bool Emergency { get; init; }
    }

    /// <summary>There is no report with this receipt.</summary>
    public sealed record Unknown : AddMessageOutcome;

    /// <summary>The report has ended.</summary>
    public sealed record Ended : AddMessageOutcome;

    /// <summary>The body that was to read it has no part of the report that takes more words.</summary>
    public sealed record NoSuchReader : AddMessageOutcome;

    /// <summary>Neither words nor a file.</summary>
    public sealed record Nothing : AddMessageOutcome;

    /// <summary>This receipt has added too much in too short a time.</summary>
    public sealed record BudgetSpent : AddMessageOutcome;

    /// <summary>Too much to do.</summary>
    public sealed record Busy : AddMessageOutcome;

    /// <summary>The disk is full.</summary>
    public sealed record StorageFull : AddMessageOutcome;
}
