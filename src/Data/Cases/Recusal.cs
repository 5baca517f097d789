namespace ReportingService.Data;

/// <summary>An officer stepped aside from a case. Counted, and enforced on every later open.</summary>
public sealed class Recusal
{
    public required Guid CaseId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Desk { get; init; }

    /// <summary>Nature of the conflict, as a code.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; set; }
}
