namespace ReportingService.Data;

/// <summary>Says that a report was destroyed, keys first. Names it by its audit id alone, which leads nowhere once the case is gone.</summary>
public sealed class DeletionCertificate
{
    public required Guid AuditId { get; init; }

    /// <summary><c>withdrawn</c> or <c>retention</c>.</summary>
    public required string Reason { get; init; }

    public required DateOnly Day { get; init; }

    public required int KeysDestroyed { get; init; }

    public required int ItemsDestroyed { get; init; }

    public required int BlobsDestroyed { get; init; }
}
