namespace ReportingService.Intake.OpenReceipt;

/// <summary>What came of typing a receipt.</summary>
public abstract record OpenReceiptOutcome
{
    private OpenReceiptOutcome()
    {
    }

    /// <summary>It opens a report.</summary>
    public sealed record Opened(ReportStanding Standing) : OpenReceiptOutcome;

    /// <summary>These groups (1 to 6) are mistyped.</summary>
    public sealed record Mistyped(IReadOnlyList<int> Groups) : OpenReceiptOutcome;

    /// <summary>No such report: never sent, ended or deleted; which of these is not told.</summary>
    public sealed record Unknown : OpenReceiptOutcome;
}
