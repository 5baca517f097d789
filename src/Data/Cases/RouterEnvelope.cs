namespace ReportingService.Data;

/// <summary>Labels and case key sealed to the router; deleted by the transaction that routes the report. Protected reports never have one.</summary>
public sealed class RouterEnvelope
{
    public required Guid CaseId { get; init; }

    public required int Epoch { get; init; }

    public required byte[] Sealed { get; init; }
}
