namespace ReportingService.Sealing;

/// <summary>The random name of one installation. Bound into every envelope, so that ciphertext copied between installations does not open.</summary>
public sealed record InstanceId(Guid Value)
{
    /// <summary>The 16 bytes, big-endian.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
