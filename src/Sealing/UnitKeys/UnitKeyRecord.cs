using ReportingService.Core.Keys;

namespace ReportingService.Sealing;

/// <summary>
/// The public half of a desk's key for one epoch, as stored. Believe nothing in it before <see cref="UnitKeyChain.Verify"/>.
/// <paramref name="PublicKey"/> and <paramref name="SigningPublicKey"/> are 65 bytes, <paramref name="Signature"/> 64 (empty while
/// pending); <paramref name="SignedBy"/> is <c>root</c> or <c>epoch:N</c>; epochs count from 1; times have whole seconds.
/// </summary>
public sealed record UnitKeyRecord(
    string Desk,
    KeyDomain Domain,
    int Epoch,
    byte[] PublicKey,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    byte[] SigningPublicKey,
    byte[] Signature,
    string SignedBy)
{
    /// <summary>The value of <see cref="SignedBy"/> for a record signed by its domain's root.</summary>
    public const string Root = "root";

    /// <summary>True while the record waits for a custodian's signature.</summary>
    public bool IsPending => Signature.Length == 0;

    /// <summary>Digits to compare by voice or on paper before a custodian signs (EnvelopeFormat.md, 9).</summary>
    public string Fingerprint => KeyFingerprint.OfRecord(this);

    /// <summary>The whole record as bytes, for carrying it to the custodian and back.</summary>
    public byte[] ToBytes() => KeyRecordBytes.Carried(this, signed: true);

    /// <summary>Reads <see cref="ToBytes"/>.</summary>
    /// <exception cref="FormatException">Not a record.</exception>
    public static UnitKeyRecord FromBytes(ReadOnlySpan<byte> bytes) => CarriedRecord.Read(bytes);
}
