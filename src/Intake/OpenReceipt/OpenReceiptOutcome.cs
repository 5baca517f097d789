using ReportingService.Sealing;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>What came of typing a receipt.</summary>
public abstract record OpenReceiptOutcome
{
    private OpenReceiptOutcome()
    {
    }

    /// <summary>It opens a report.</summary>
    public sealed record Opened(ReportStanding Standing) : OpenReceiptOutcome;

    /// <summary>It is too short, too long, or some of its groups are mistyped.</summary>
    public sealed record Mistyped(ReceiptReading.Mistyped Reading) : OpenReceiptOutcome;

    /// <summary>No such report: never sent, ended or deleted; which of these is not told.</summary>
    public sealed record Unknown : OpenReceiptOutcome;
}
