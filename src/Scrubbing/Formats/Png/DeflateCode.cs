namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>One Huffman code of RFC 1951, 3.2.2, indexed by the next bits of the stream (least significant first).</summary>
internal sealed class DeflateCode
{
    /// <summary>Bits looked up at once.</summary>
    public const int LookupBits = 12;

    public const int LookupMask = (1 << LookupBits) - 1;

    private readonly int[] counts = new int[16];
    private readonly ushort[] sorted;

    /// <param name="symbols">The most symbols this code will have.</param>
    public DeflateCode(int symbols) => sorted = new ushort[symbols];

    /// <summary>Per twelve bits: code length and symbol shifted by four; zero when the code is longer or does not exist.</summary>
    public ushort[] Singles { get; } = new ushort[1 << LookupBits];

    /// <summary>Takes another code; the tables are used again, so that long pictures leave no garbage.</summary>
    public void Set(ReadOnlySpan<byte> lengths, bool incompleteAllowed)
    {
        Array.Clear(counts);
        Array.Clear(Singles);
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        counts[0] = 0;
        Span<int> offsets = stackalloc int[17];
        Span<int> next = stackalloc int[17];
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
            next[length + 1] = (next[length] + counts[length]) << 1;
            used += counts[length];
        }

        // One distance code of one bit, or none at all, is legal.
        if (left > 0 && !(incompleteAllowed && used <= 1))
        {
            throw RefusedException.Damaged("A deflate code with missing symbols.");
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            int length = lengths[symbol];
            if (length == 0)
            {
                continue;
            }

            sorted[offsets[length]++] = (ushort)symbol;
            var bits = next[length]++;
            if (length <= LookupBits)
            {
                var reversed = 0;
                for (var i = 0; i < length; i++)
                {
                    reversed |= ((bits >> i) & 1) << (length - 1 - i);
                }

                var entry = (ushort)((symbol << 4) | length);
                for (var i = reversed; i < 1 << LookupBits; i += 1 << length)
                {
                    Singles[i] = entry;
                }
            }
        }
    }

    /// <summary>Bit by bit, for long codes: length and symbol, or length zero.</summary>
    public (int Length, int Symbol) Find(ulong bits)
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
                return (length, sorted[index + (code - first)]);
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return (0, 0);
    }
}
