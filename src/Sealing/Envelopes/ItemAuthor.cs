namespace ReportingService.Sealing;

/// <summary>Whose private key made an item. Proven by HPKE auth mode, and fixed by the purpose, never by the envelope.</summary>
internal enum ItemAuthor
{
    /// <summary>The holder of the receipt: all that a report consists of.</summary>
    Reporter,

    /// <summary>A holder of the case's private key: a desk or the router.</summary>
    Holder,
}

/// <summary>Who writes what (EnvelopeFormat.md, 4).</summary>
internal static class ItemAuthors
{
    /// <summary>
    /// The only author a reader accepts for a purpose. Threat: a row of one author is passed off as the other's; the reader decides
    /// by what it wants to read.
    /// </summary>
    /// <returns>Null for purposes that are no item.</returns>
    internal static ItemAuthor? Of(Purpose purpose) => purpose switch
    {
        Purpose.Text or Purpose.Labels or Purpose.Media or Purpose.MediaHeader or Purpose.Followup or Purpose.Outcome or Purpose.Exclusion => ItemAuthor.Reporter,
        Purpose.Note or Purpose.Decision => ItemAuthor.Holder,
        _ => null,
    };

    /// <summary>A sealer that is given a purpose of the other author is used wrongly.</summary>
    internal static void Require(Purpose purpose, ItemAuthor author)
    {
        if (Of(purpose) != author)
        {
            throw new ArgumentException("Items of this purpose are sealed by somebody else.", nameof(purpose));
        }
    }
}
