namespace ReportingService.Sealing;

/// <summary>
/// That an account may sign routing rules: its signing key, vouched for by a custodian of the police (EnvelopeFormat.md, 12). As stored;
/// believe nothing in it before <see cref="RuleChain"/> has checked it. <paramref name="SigningPublicKey"/> is 65 bytes,
/// <paramref name="Signature"/> 64 (empty while it waits); times have whole seconds.
/// </summary>
public sealed record RuleAuthorRecord(Guid AccountId, byte[] SigningPublicKey, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, byte[] Signature)
{
    /// <summary>How long a signature of a custodian lasts. An author who has left can sign no longer than this.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>Length of <see cref="ToBytes"/>.</summary>
    public const int Size = 16 + VerifyingKey.Size + 8 + 8 + VerifyingKey.SignatureSize;

    /// <summary>True while the record waits for a custodian's signature.</summary>
    public bool IsPending => Signature.Length == 0;

    /// <summary>Digits to compare by voice before a custodian signs.</summary>
    public string Fingerprint => KeyFingerprint.Of(VerifyingKey.FromBytes(SigningPublicKey));

    /// <summary>Whether the pinned root of the police signed exactly this and it held at <paramref name="at"/>.</summary>
    public bool Holds(Trust trust, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(trust);
        return SigningPublicKey.Length == VerifyingKey.Size && P256.IsOnCurve(SigningPublicKey)
            && CreatedAt <= at + UnitKeyChain.ClockSkew && at < ExpiresAt && ExpiresAt - CreatedAt <= Life
            && trust.Of(Core.Keys.KeyDomain.Police).Root.Verify(RuleBytes.Author(this, trust.Instance), Signature);
    }

    /// <summary>The signed record as bytes, to stand beside what its owner signed.</summary>
    public byte[] ToBytes() => RuleBytes.Carried(this);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    /// <exception cref="FormatException">Not such a record.</exception>
    public static RuleAuthorRecord FromBytes(ReadOnlySpan<byte> bytes) => RuleBytes.ReadAuthor(bytes);
}
