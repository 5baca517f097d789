namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>One Huffman code of RFC 1951, 3.2.2, indexed by the next bits of the stream (least significant first).</summary>
internal sealed class DeflateCode
{
    private readonly int[] counts = new int[16];
    private readonly ushort[] sorted;
    private readonly uint[] meanings;
    private readonly int lookupBits;

    /// <param name="meanings">What an entry says of each symbol, its low eight bits free; zero for symbols that mean nothing.</param>
    /// <param name="lookupBits">Bits looked up at once.</param>
    public DeflateCode(uint[] meanings, int lookupBits)
    {
        this.meanings = meanings;
        this.lookupBits = lookupBits;
        sorted = new ushort[meanings.Length];
        Entries = new uint[1 << lookupBits];
    }

    /// <summary>By the next bits: meaning and length of the code; zero when the code is longer, means nothing or does not exist.</summary>
    public uint[] Entries { get; }

    /// <summary>Length of the shortest code.</summary>
    public int Shortest { get; private set; }

    /// <summary>Takes another code; the tables are used again, so that long pictures leave no garbage.</summary>
    public void Set(ReadOnlySpan<byte> lengths, bool incompleteAllowed)
    {
        Array.Clear(counts);
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        counts[0] = 0;
        Shortest = Math.Max(1, counts.AsSpan().IndexOfAnyExcept(0));
        Span<int> offsets = stackalloc int[17];
        var left = 1;
        var used = 0;
        for (var length = 1; length <= 15; length++)
        {
            left = (left << 1) - counts[length];
            if (left < 0)
            {
                throw RefusedException.Damaged("A deflate code with too many symbols.");
            }

            offsets[length + 1] = offsets[length] + counts[length];
            used += counts[length];
        }

        // One distance code of one bit, or none at all, is legal.
        if (left > 0 && !(incompleteAllowed && used <= 1))
        {
            throw RefusedException.Damaged("A deflate code with missing symbols.");
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] > 0)
            {
                sorted[offsets[lengths[symbol]]++] = (ushort)symbol;
            }
        }

        Fill();
    }

    // Codes are given out shortest first. A table for one bit more is the table so far, twice, with the codes of that length.
    private void Fill()
    {
        Entries[0] = 0;
        var at = 0;
        var code = 0;
        for (var length = 1; length <= lookupBits; length++)
        {
            var half = 1 << (length - 1);
            Entries.AsSpan(0, half).CopyTo(Entries.AsSpan(half));
            code <<= 1;
            for (var count = counts[length]; count > 0; count--)
            {
                var meaning = meanings[sorted[at++]];
                Entries[Reversed(code++, length)] = meaning == 0 ? 0 : meaning | (uint)length;
            }
        }
    }

    private static int Reversed(int code, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, code >>= 1)
        {
            reversed = (reversed << 1) | (code & 1);
        }

        return reversed;
    }

    /// <summary>Bit by bit, for long codes: an entry, or zero.</summary>
    public uint Find(ulong bits)
    {
        var code = 0;
        var first = 0;
        var index = 0;
        for (var length = 1; length <= 15; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            var count = counts[length];
            if (code - count < first)
            {
                var meaning = meanings[sorted[index + (code - first)]];
                return meaning == 0 ? 0 : meaning | (uint)length;
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return 0;
    }
}
