using ReportingService.Sealing;

namespace ReportingService.Opening;

/// <summary>
/// Seals what a holder of a case writes for its holders (a note, the reasons of a routing decision), from the case's key to itself.
/// Threat: somebody who can write to the database invents a note, or a decision that forgets whom the report complains of. Only who
/// holds the case's private key can make one that opens (HPKE auth mode).
/// </summary>
public static class HolderItemSealer
{
    /// <summary>Seals <paramref name="plain"/>, padded to a bucket, under a fresh content key.</summary>
    /// <param name="key">The case's key.</param>
    /// <param name="context">Where the envelope will be stored; a purpose holders write.</param>
    /// <param name="plain">0 to 16 MiB.</param>
    /// <exception cref="ArgumentException">Of another case, too long, or the purpose is the reporter's.</exception>
    public static byte[] Seal(CaseKey key, EnvelopeContext context, ReadOnlySpan<byte> plain)
    {
        ArgumentNullException.ThrowIfNull(key);
        key.CheckIsOf(context);
        ItemAuthors.Require(context.Purpose, ItemAuthor.Holder);
        return ItemEnvelope.Seal(EnvelopeForm.ItemFromHolder, key.Key.Agreement, key.Key.Public, context, plain);
    }
}
