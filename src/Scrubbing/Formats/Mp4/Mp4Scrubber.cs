using System.Buffers.Binary;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>MP4, MOV, M4A and 3GP, fragmented too. See the README beside this file for what is kept and why.</summary>
internal sealed class Mp4Scrubber : FormatScrubber
{
    private static readonly uint[] Pictures =
    [
        FourCc.Of("heic"), FourCc.Of("heix"), FourCc.Of("heim"), FourCc.Of("heis"), FourCc.Of("hevc"), FourCc.Of("hevx"),
        FourCc.Of("mif1"), FourCc.Of("mif2"), FourCc.Of("msf1"), FourCc.Of("avif"), FourCc.Of("avis"), FourCc.Of("crx "),
    ];

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        if (type == FourCc.Of("ftyp"))
        {
            var brand = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
            return Pictures.AsSpan().Contains(brand) ? null
                : brand == FourCc.Of("qt  ") ? MediaFormat.QuickTime
                : brand >> 16 == FourCc.Of("3g  ") >> 16 ? MediaFormat.ThreeGp
                : MediaFormat.Mp4;
        }

        // QuickTime before 2001 has no file type box.
        return type == FourCc.Of("moov") || type == FourCc.Of("mdat") || type == FourCc.Of("wide") || type == FourCc.Of("free")
            || type == FourCc.Of("skip") || type == FourCc.Of("pnot") ? MediaFormat.QuickTime : null;
    }

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await using var job = new Mp4Job(input, output, context);
        await job.RunAsync();
    }

    public override Task VerifyAsync(ScrubReader output, ScrubContext context) => new Mp4Verifier(output, context).RunAsync();
}
