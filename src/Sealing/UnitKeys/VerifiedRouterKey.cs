namespace ReportingService.Sealing;

/// <summary>A router epoch's key signed by the pinned router identity. Only <see cref="RouterKeyRecord.Verify"/> makes one.</summary>
public sealed class VerifiedRouterKey
{
    internal VerifiedRouterKey(int epoch, PublicKey publicKey)
    {
        Epoch = epoch;
        PublicKey = publicKey;
    }

    /// <summary>Epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The key to seal to.</summary>
    public PublicKey PublicKey { get; }
}
