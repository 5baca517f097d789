namespace ReportingService.Scrubbing.Formats.Gif;

/// <summary>
/// Walks the codes of one GIF picture (GIF89a appendix F) without making pixels and writes the same codes again, up to the last
/// that fills the picture. Threat: codes and bytes after the picture is full are shown by no viewer.
/// </summary>
internal sealed class LzwWalker
{
    private const int MostCodes = 4096;

    private readonly ScrubWriter output;
    private readonly byte[] block = new byte[255];
    private readonly int[] lengths = new int[MostCodes];
    private readonly int clear;
    private readonly int minimum;
    private readonly long area;
    private int blockLength;
    private int width;
    private int next;
    private int previous = -1;
    private long pixels;
    private ulong bits;
    private int count;
    private ulong written;
    private int writtenCount;

    public LzwWalker(ScrubWriter output, int minimumCodeSize, long area)
    {
        this.output = output;
        this.area = area;
        minimum = minimumCodeSize;
        clear = 1 << minimumCodeSize;
        for (var i = 0; i < clear; i++)
        {
            lengths[i] = 1;
        }

        Reset();
    }

    /// <summary>The end code was met, or the picture is full.</summary>
    public bool Done { get; private set; }

    /// <summary>Reads bytes of a sub-block; returns how many belong to the picture.</summary>
    public int Feed(ReadOnlySpan<byte> data)
    {
        for (var i = 0; i < data.Length; i++)
        {
            if (Done)
            {
                return i;
            }

            bits |= (ulong)data[i] << count;
            count += 8;
            while (count >= width && !Done)
            {
                var code = (int)(bits & ((1UL << width) - 1));
                bits >>= width;
                count -= width;
                Take(code);
            }
        }

        return data.Length;
    }

    /// <summary>Writes what is left and the terminator.</summary>
    public void Finish()
    {
        while (writtenCount > 0)
        {
            PutByte((byte)written);
            written >>= 8;
            writtenCount -= 8;
        }

        FlushBlock();
        output.WriteByte(0);
    }

    private void Reset()
    {
        width = minimum + 1;
        next = clear + 2;
        previous = -1;
    }

    private void Take(int code)
    {
        if (code == clear)
        {
            Put(code);
            Reset();
            return;
        }

        if (code == clear + 1)
        {
            Put(code);
            Done = true;
            return;
        }

        if (code > next || (code == next && previous < 0) || (previous < 0 && code > clear))
        {
            throw RefusedException.Damaged("A GIF picture with a code that does not exist.");
        }

        if (previous >= 0 && next < MostCodes)
        {
            lengths[next] = lengths[previous] + 1;
        }
        else if (code >= MostCodes || code == next)
        {
            throw RefusedException.Damaged("A GIF picture with a code that does not exist.");
        }

        Put(code);
        pixels += lengths[code];
        if (previous >= 0 && next < MostCodes)
        {
            next++;
            if (next == 1 << width && width < 12)
            {
                width++;
            }
        }

        previous = code;
        if (pixels >= area)
        {
            // The end code at the width a decoder expects here.
            Put(clear + 1);
            Done = true;
        }
    }

    private void Put(int code)
    {
        written |= (ulong)code << writtenCount;
        writtenCount += width;
        while (writtenCount >= 8)
        {
            PutByte((byte)written);
            written >>= 8;
            writtenCount -= 8;
        }
    }

    private void PutByte(byte value)
    {
        block[blockLength++] = value;
        if (blockLength == block.Length)
        {
            FlushBlock();
        }
    }

    private void FlushBlock()
    {
        if (blockLength > 0)
        {
            output.WriteByte((byte)blockLength);
            output.Write(block.AsSpan(0, blockLength));
            blockLength = 0;
        }
    }
}
