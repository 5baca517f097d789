namespace ReportingService.Sealing;

/// <summary>The public half of one router epoch, as stored. <paramref name="PublicKey"/> 65 bytes, <paramref name="Signature"/> 64; epochs count from 1; the time has whole seconds.</summary>
public sealed record RouterKeyRecord(int Epoch, byte[] PublicKey, DateTimeOffset CreatedAt, byte[] Signature)
{
    /// <summary>
    /// The key when the router's pinned identity signed this record and this process has seen no later epoch; null otherwise
    /// (somebody meddled: audit it, and treat the router as absent).
    /// </summary>
    public VerifiedRouterKey? Verify(Trust trust, ChainMemory memory)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(memory);
        var signed = KeyRecordBytes.Signed(this, trust.Instance);
        return Epoch >= 1 && P256.IsOnCurve(PublicKey) && trust.RouterIdentity.Verify(signed, Signature) && memory.AcceptRouter(Epoch, KeyRecordBytes.Hash(signed))
            ? new VerifiedRouterKey(Epoch, LastingKeys.Of(PublicKey))
            : null;
    }
}
