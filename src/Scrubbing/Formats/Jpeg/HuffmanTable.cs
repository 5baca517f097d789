namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>A Huffman table, T.81 B.2.4.2 and annex C, with tables that skip several symbols at once.</summary>
internal sealed class HuffmanTable
{
    /// <summary>Bits looked up at once.</summary>
    public const int LookupBits = 12;

    /// <summary>Set in an entry of <see cref="BlockSkips"/> when the last symbol ends the block.</summary>
    public const uint EndOfBlock = 1u << 31;

    private readonly byte[] symbols;
    private readonly int[] limit = new int[18];
    private readonly int[] first = new int[17];
    private readonly int[] index = new int[17];
    private uint[]? blockSkips;
    private ushort[]? singles;

    private HuffmanTable(byte[] raw)
    {
        Raw = raw;
        symbols = raw[16..];
        var code = 0;
        var used = 0;
        for (var length = 1; length <= 16; length++)
        {
            first[length] = code << (16 - length);
            index[length] = used;
            code += raw[length - 1];
            used += raw[length - 1];
            if (code > 1 << length)
            {
                throw RefusedException.Damaged("A Huffman table with too many codes.");
            }

            limit[length] = code << (16 - length);
            code <<= 1;
        }

        limit[17] = int.MaxValue;
    }

    /// <summary>Sixteen counts, then the symbols: what is written to the output.</summary>
    public byte[] Raw { get; }

    /// <summary>Reads one table and passes over it.</summary>
    public static HuffmanTable Parse(ref ReadOnlySpan<byte> body)
    {
        if (body.Length < 16)
        {
            throw RefusedException.Damaged("A Huffman table that ends early.");
        }

        var count = 0;
        foreach (var n in body[..16])
        {
            count += n;
        }

        if (count > 256 || body.Length < 16 + count)
        {
            throw RefusedException.Damaged("A Huffman table that ends early.");
        }

        var table = new HuffmanTable(body[..(16 + count)].ToArray());
        body = body[(16 + count)..];
        return table;
    }

    /// <summary>
    /// For sequential AC: per twelve bits, bits to skip (low 8), coefficients to advance (next 8), <see cref="EndOfBlock"/>; zero
    /// when the first code is longer.
    /// </summary>
    public uint[] BlockSkips => blockSkips ??= MakeBlockSkips();

    /// <summary>Per twelve bits: code length (high byte) and symbol; zero when the code is longer.</summary>
    public ushort[] Singles => singles ??= MakeSingles();

    /// <summary>Finds the code at the top of sixteen bits: length and symbol, or length zero when there is none.</summary>
    public (int Length, byte Symbol) Find(int peek16)
    {
        for (var length = 1; length <= 16; length++)
        {
            if (peek16 < limit[length])
            {
                return (length, symbols[index[length] + ((peek16 - first[length]) >> (16 - length))]);
            }
        }

        return (0, 0);
    }

    private ushort[] MakeSingles()
    {
        var table = new ushort[1 << LookupBits];
        for (var bits = 0; bits < table.Length; bits++)
        {
            var (length, symbol) = Find(bits << (16 - LookupBits));
            if (length is > 0 and <= LookupBits)
            {
                table[bits] = (ushort)((length << 8) | symbol);
            }
        }

        return table;
    }

    private uint[] MakeBlockSkips()
    {
        var single = Singles;
        var table = new uint[1 << LookupBits];
        for (var bits = 0; bits < table.Length; bits++)
        {
            var used = 0;
            var advance = 0;
            var end = 0u;
            while (used < LookupBits)
            {
                var entry = single[(bits << used) & ((1 << LookupBits) - 1)];
                var length = entry >> 8;
                if (length == 0 || length > LookupBits - used)
                {
                    break;
                }

                var run = (entry >> 4) & 15;
                var size = entry & 15;
                used += length + size;
                if (size == 0 && run < 15)
                {
                    // Sequential decoders take every zero-size code but ZRL for the end of the block.
                    end = EndOfBlock;
                    break;
                }

                advance += run + 1;
            }

            table[bits] = (uint)used | ((uint)advance << 8) | end;
        }

        return table;
    }
}
