using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens what <see cref="ItemSealer"/> sealed to a case.</summary>
public static class ItemOpener
{
    /// <summary>Opens one item; the caller zeroes the result when done.</summary>
    /// <exception cref="SealBrokenException">Damaged, moved, or sealed to another key.</exception>
    /// <exception cref="ArgumentException"><paramref name="context"/> is of another case than <paramref name="key"/>.</exception>
    public static byte[] Open(CaseKey key, EnvelopeContext context, ReadOnlySpan<byte> sealedItem)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        return EnvelopeReader.OpenItem(key.Key.Scalar, key.Key.Public, context, sealedItem);
    }
}
