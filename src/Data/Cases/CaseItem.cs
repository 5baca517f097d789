namespace ReportingService.Data;

/// <summary>What a sealed item of a case is. Files are media; what the unit writes for itself is a note.</summary>
public enum CaseItemKind
{
    Text,
    Labels,
    Media,
    Followup,
    Note,
    Decision,
    Exclusion,
}

/// <summary>One sealed item. Small ones live in the row, media in a sealed blob.</summary>
public sealed class CaseItem
{
    public required Guid Id { get; init; }

    public required Guid CaseId { get; init; }

    public required CaseItemKind Kind { get; init; }

    /// <summary>The sealed bytes of anything but media.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Random name of the blob that holds the sealed media.</summary>
    public string? BlobName { get; set; }

    /// <summary>Sealed type, dimensions and duration of media.</summary>
    public byte[]? SealedHeader { get; set; }

    /// <summary>Padded size; the true one is inside.</summary>
    public long SizeBucket { get; set; }

    /// <summary>Order inside the case.</summary>
    public required int Seq { get; init; }

    /// <summary>To the half-day.</summary>
    public required DateTimeOffset AddedAt { get; set; }
}
