namespace ReportingService.Data;

/// <summary>A desk said "not ours".</summary>
public sealed class Bounce
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required string FromDesk { get; init; }

    /// <summary>Reason code.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; set; }
}
