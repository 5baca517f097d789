namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Takes a block apart into its frames (RFC 9559 section 10) and cleans each.</summary>
internal sealed class BlockCleaner(ScrubContext context)
{
    public byte[] Clean(byte[] block, MatroskaTrack track, bool simple)
    {
        // Flags: key frame, invisible, lacing, discardable. The reserved bits go.
        block[3] &= (byte)(simple ? 0x8F : 0x0E);
        if (!track.Cleaner.TouchesSamples)
        {
            return block;
        }

        foreach (var (start, length) in Frames(block))
        {
            CleanFrame(block.AsSpan(start, length), track);
        }

        return block;
    }

    public static List<(int Start, int Length)> Frames(byte[] block)
    {
        var lacing = (block[3] >> 1) & 3;
        if (lacing == 0)
        {
            return [(4, block.Length - 4)];
        }

        Require(block.Length > 5);
        var count = block[4] + 1;
        var at = 5;
        var sizes = new int[count];
        long total = 0;
        if (lacing == 2)
        {
            Array.Fill(sizes, (block.Length - at) / count);
            total = (long)sizes[0] * (count - 1);
        }
        else
        {
            long last = 0;
            for (var i = 0; i < count - 1; i++)
            {
                last = lacing == 1 ? Xiph(block, ref at) : Ebml(block, ref at, i == 0, last);
                Require(last >= 0 && last <= block.Length);
                sizes[i] = (int)last;
                total += last;
            }
        }

        Require(total <= block.Length - at);
        sizes[count - 1] = (int)(block.Length - at - total);
        var frames = new List<(int, int)>(count);
        foreach (var size in sizes)
        {
            frames.Add((at, size));
            at += size;
        }

        return frames;
    }

    private void CleanFrame(Span<byte> frame, MatroskaTrack track)
    {
        if (frame.Length == 0)
        {
            return;
        }

        if (track.Stripped.Length == 0)
        {
            track.Cleaner.Clean(frame, context);
            return;
        }

        // The bytes cut off every frame are put back to read it; cleaning must not change them.
        var whole = new byte[track.Stripped.Length + frame.Length];
        track.Stripped.CopyTo(whole, 0);
        frame.CopyTo(whole.AsSpan(track.Stripped.Length));
        track.Cleaner.Clean(whole, context);
        if (!whole.AsSpan(0, track.Stripped.Length).SequenceEqual(track.Stripped))
        {
            throw RefusedException.NotSupported("A frame whose shared first bytes would have to change.");
        }

        whole.AsSpan(track.Stripped.Length).CopyTo(frame);
    }

    private static int Xiph(byte[] block, ref int at)
    {
        var size = 0;
        while (true)
        {
            Require(at < block.Length);
            var b = block[at++];
            size += b;
            if (b < 255)
            {
                return size;
            }
        }
    }

    private static long Ebml(byte[] block, ref int at, bool first, long last)
    {
        Require(at < block.Length);
        var length = EbmlElement.SizeLength(block[at]);
        Require(length > 0 && at + length <= block.Length);
        long value = block[at] & ((1 << (8 - length)) - 1);
        for (var i = 1; i < length; i++)
        {
            value = (value << 8) | block[at + i];
        }

        at += length;
        return first ? value : last + value - ((1L << (7 * length - 1)) - 1);
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A block contradicts itself.");
        }
    }
}
