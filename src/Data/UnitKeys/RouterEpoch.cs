namespace ReportingService.Data;

/// <summary>Public half of one of the router's short epochs, signed by the router's identity. The private half is a file beside Triage.</summary>
public sealed class RouterEpoch
{
    public required int Epoch { get; init; }

    public required byte[] PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required byte[] Signature { get; init; }

    public DateTimeOffset? SupersededAt { get; set; }

    /// <summary>When the private half was destroyed.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
