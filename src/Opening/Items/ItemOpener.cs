using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>Opens the items of a case: what <see cref="ReporterItemSealer"/> and <see cref="HolderItemSealer"/> made.</summary>
public static class ItemOpener
{
    /// <summary>
    /// Opens one item; the caller zeroes the result when done. The purpose says who must have made it: the reporter whose key the
    /// case's wrap vouches for, or a holder of the case.
    /// </summary>
    /// <exception cref="SealBrokenException">Damaged, moved, sealed to another key, or made by anybody else.</exception>
    /// <exception cref="ArgumentException"><paramref name="context"/> is of another case than <paramref name="key"/>.</exception>
    public static byte[] Open(CaseKey key, EnvelopeContext context, ReadOnlySpan<byte> sealedItem)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        return ItemAuthors.Of(context.Purpose) switch
        {
            ItemAuthor.Reporter => EnvelopeReader.OpenItem(EnvelopeForm.ItemFromReporter, key.Key.Agreement, key.Binding.ReporterKey, context, sealedItem),
            ItemAuthor.Holder => EnvelopeReader.OpenItem(EnvelopeForm.ItemFromHolder, key.Key.Agreement, key.Key.Public, context, sealedItem),
            _ => throw new SealBrokenException(),
        };
    }
}
