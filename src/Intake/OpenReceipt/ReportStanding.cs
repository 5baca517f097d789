using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Intake.OpenReceipt;

/// <summary>What a receipt shows: where the report stands and what was said. Never the report, its files or its place. <c>Altered</c>: how many messages no longer open.</summary>
public sealed record ReportStanding(
    ReportState State,
    IReadOnlyList<PlainThreadMessage> Messages,
    bool CanReply,
    bool CanWithdraw,
    bool CanUndo,
    DateOnly? DeletedAfter,
    Urgency Urgency,
    int Altered,
    bool Waits)
{
    /// <summary>The key of the sentence that says where it stands. While nobody can open it, "with a unit" would be a promise that is not kept.</summary>
    public string StatusKey => Waits && State is (ReportState.Received or ReportState.Routed) ? "status.waiting" : "status." + Codes.Of(State);

    /// <summary>True when it was read once and nobody can open it any more.</summary>
    public bool WaitsAgain => Waits && State is not (ReportState.Received or ReportState.Routed);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(ReportStanding);
}

/// <summary>One message of the thread, opened. Prints only its type name.</summary>
public sealed record PlainThreadMessage(Guid Id, bool FromUnit, string Text, DateOnly Day)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(PlainThreadMessage);
}
