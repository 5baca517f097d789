using ReportingService.Sealing;

namespace ReportingService.Intake.SubmitReport;

/// <summary>What came of sending a report.</summary>
public abstract record SubmitReportOutcome
{
    private SubmitReportOutcome()
    {
    }

    /// <summary>It is durably stored, now or by an earlier sending of the same page.</summary>
    public sealed record Accepted(Receipt Receipt, SubmittedReport Report) : SubmitReportOutcome
    {
        /// <summary>Only the type's name.</summary>
        public override string ToString() => nameof(Accepted);
    }

    /// <summary>Too much to do: nothing was stored.</summary>
    public sealed record Busy : SubmitReportOutcome;

    /// <summary>The disk is full: nothing was stored.</summary>
    public sealed record StorageFull : SubmitReportOutcome;
}
