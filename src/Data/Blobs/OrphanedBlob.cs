namespace ReportingService.Data;

/// <summary>A blob seen without a row. Blob files carry no true times, so the day of waiting is counted here.</summary>
public sealed class OrphanedBlob
{
    public required string Name { get; init; }

    public required DateTimeOffset SeenAt { get; init; }
}
