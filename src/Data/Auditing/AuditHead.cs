namespace ReportingService.Data;

/// <summary>The end of the audit chain. Its one row is locked by every append, so that the chain never forks, and shows a cut-off tail.</summary>
public sealed class AuditHead
{
    public int Id { get; init; } = 1;

    public long Seq { get; set; }

    public required byte[] Hash { get; set; }
}
