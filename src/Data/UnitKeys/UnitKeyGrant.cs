namespace ReportingService.Data;

/// <summary>A desk's private key of one epoch wrapped to one member's account key.</summary>
public sealed class UnitKeyGrant
{
    public required string Desk { get; init; }

    public required int Epoch { get; init; }

    public required Guid AccountId { get; init; }

    public required byte[] Wrapped { get; set; }
}
