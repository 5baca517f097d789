using ReportingService.Scrubbing.InStream;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// Rebuilds sample entries (ISO/IEC 14496-12 clause 8.5.2 and QuickTime): fixed fields made constant, codec configuration
/// re-made from its parsed parts, every other extension left out.
/// </summary>
internal static partial class SampleEntryRebuilder
{
    private static readonly uint[] Encrypted = [FourCc.Of("encv"), FourCc.Of("enca"), FourCc.Of("drms"), FourCc.Of("drmi"), FourCc.Of("p608")];

    /// <summary>The rebuilt entry, or null when its codec is not on the list.</summary>
    public static SampleEntry? Rebuild(ReadOnlySpan<byte> movie, IsoBox entry, bool video, int tableVersion, ScrubContext context)
    {
        // Threat: samples that only others can open cannot be checked for what they carry.
        if (Encrypted.AsSpan().Contains(entry.Type))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }

        return video ? RebuildVideo(movie, entry, context) : RebuildAudio(movie, entry, tableVersion, context);
    }

    private static SampleCodec WriteElementary(ReadOnlySpan<byte> movie, List<IsoBox> children, BoxWriter writer, bool video, ScrubContext context)
    {
        var esds = ElementaryDescriptor.Parse(Body(movie, IsoBox.Need(children, FourCc.Of("esds"))), video, context);
        Child(writer, "esds", esds.Rebuilt);
        return esds.Codec;
    }

    private static void RefuseProtected(List<IsoBox> children)
    {
        if (children.Exists(b => b.Type == FourCc.Of("sinf")))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }
    }

    private static void Child(BoxWriter writer, string type, ReadOnlySpan<byte> body)
    {
        writer.Begin(type);
        writer.Bytes(body);
        writer.End();
    }

    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> movie, IsoBox box) => movie[box.Body..box.End];

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A sample description is too short.");
        }
    }
}
