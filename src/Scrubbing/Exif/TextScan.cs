namespace ReportingService.Scrubbing;

/// <summary>Classifies a text-like block (XMP, IPTC, comments) by property names in it, for the removal report only.</summary>
internal static class TextScan
{
    private const int MaxScanned = 256 * 1024;

    private static readonly (byte[] Word, RemovalKind Kind)[] Words =
    [
        ("GPS"u8.ToArray(), RemovalKind.Place),
        ("photoshop:City"u8.ToArray(), RemovalKind.Place),
        ("Country"u8.ToArray(), RemovalKind.Place),
        ("Location"u8.ToArray(), RemovalKind.Place),
        ("CreateDate"u8.ToArray(), RemovalKind.Time),
        ("ModifyDate"u8.ToArray(), RemovalKind.Time),
        ("DateCreated"u8.ToArray(), RemovalKind.Time),
        ("DateTime"u8.ToArray(), RemovalKind.Time),
        ("date:"u8.ToArray(), RemovalKind.Time),
        ("stEvt:when"u8.ToArray(), RemovalKind.Time),
        ("tiff:Model"u8.ToArray(), RemovalKind.Device),
        ("tiff:Make"u8.ToArray(), RemovalKind.Device),
        ("Lens"u8.ToArray(), RemovalKind.Device),
        ("SerialNumber"u8.ToArray(), RemovalKind.Serial),
        ("DocumentID"u8.ToArray(), RemovalKind.Serial),
        ("InstanceID"u8.ToArray(), RemovalKind.Serial),
        ("CreatorTool"u8.ToArray(), RemovalKind.Software),
        ("Software"u8.ToArray(), RemovalKind.Software),
        ("Lavc"u8.ToArray(), RemovalKind.Software),
        ("gd-jpeg"u8.ToArray(), RemovalKind.Software),
        ("GIMP"u8.ToArray(), RemovalKind.Software),
        ("ImageMagick"u8.ToArray(), RemovalKind.Software),
        ("dc:creator"u8.ToArray(), RemovalKind.People),
        ("Author"u8.ToArray(), RemovalKind.People),
        ("Artist"u8.ToArray(), RemovalKind.People),
        ("Copyright"u8.ToArray(), RemovalKind.People),
        ("PersonInImage"u8.ToArray(), RemovalKind.People),
        ("mwg-rs:Name"u8.ToArray(), RemovalKind.People),
        ("xmpGImg:image"u8.ToArray(), RemovalKind.Thumbnail),
    ];

    /// <summary>Adds one of each kind named in the block; <see cref="RemovalKind.Other"/> when none is.</summary>
    public static void Classify(ReadOnlySpan<byte> block, RemovalTally tally)
    {
        block = block[..Math.Min(block.Length, MaxScanned)];
        Span<bool> found = stackalloc bool[RemovalReport.Kinds];
        foreach (var (word, kind) in Words)
        {
            if (!found[(int)kind] && block.IndexOf(word) >= 0)
            {
                found[(int)kind] = true;
                tally.Add(kind);
            }
        }

        if (!found.Contains(true))
        {
            tally.Add(RemovalKind.Other);
        }
    }
}
