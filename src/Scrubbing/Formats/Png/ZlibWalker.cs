using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>
/// Walks a zlib stream (RFC 1950, RFC 1951) symbol by symbol without making its output, to learn where it ends and how much it
/// holds. Threat: bytes after the end of the stream, or more data than the picture has, are shown by no viewer.
/// </summary>
internal sealed class ZlibWalker
{
    /// <summary>Bytes that a run may leave unread because a header does not fit yet.</summary>
    public const int MostCarried = 512;

    private const int EndOfBlock = 256;

    // Entry of the length table: bits (8), bytes made (10), extra bits (4), kind.
    private const uint KindLiterals = 1u << 28;
    private const uint KindLength = 2u << 28;
    private const uint KindEnd = 3u << 28;

    private static readonly ushort[] LengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly byte[] LengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly ushort[] DistanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
    private static readonly byte[] CodeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly long expected;
    private readonly uint[] skips = new uint[1 << DeflateCode.LookupBits];
    private readonly DeflateCode literals = new(288);
    private readonly DeflateCode distances = new(32);
    private readonly DeflateCode lengthCode = new(19);
    private State state = State.Header;
    private bool finalBlock;
    private int storedLeft;
    private int windowSize;
    private int bitOffset;

    /// <param name="expected">Bytes the picture needs, filter bytes included.</param>
    public ZlibWalker(long expected) => this.expected = expected;

    private enum State
    {
        Header,
        Block,
        Stored,
        Codes,
        Check,
        Done,
    }

    public long Produced { get; private set; }

    public bool Done => state == State.Done;

    /// <summary>Reads on. Returns how many bytes are done with; padding bits in <paramref name="data"/> are set to zero.</summary>
    /// <param name="data">Bytes that continue what the last run left.</param>
    /// <param name="clearPadding">Set bits between blocks to zero.</param>
    public int Run(Span<byte> data, bool clearPadding)
    {
        var at = 0;
        while (true)
        {
            var before = (at, state);
            switch (state)
            {
                case State.Header:
                    at += ReadHeader(data);
                    break;
                case State.Block:
                    at = ReadBlockHeader(data, at, clearPadding);
                    break;
                case State.Stored:
                    var take = Math.Min(storedLeft, data.Length - at);
                    storedLeft -= take;
                    at += take;
                    Made(take);
                    if (storedLeft == 0)
                    {
                        at = EndBlock(data, at, clearPadding);
                    }

                    break;
                case State.Codes:
                    at = ReadCodes(data, at, clearPadding);
                    break;
                case State.Check:
                    if (data.Length - at >= 4)
                    {
                        at += 4;
                        state = State.Done;
                        if (Produced != expected)
                        {
                            throw RefusedException.Damaged("Less picture data than the picture needs.");
                        }
                    }

                    break;
                default:
                    return at;
            }

            if (before == (at, state))
            {
                return at;
            }
        }
    }

    private int ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
        {
            return 0;
        }

        if ((data[0] & 15) != 8 || data[0] >> 4 > 7 || ((data[0] << 8) | data[1]) % 31 != 0 || (data[1] & 0x20) != 0)
        {
            throw RefusedException.Damaged("Picture data without zlib header.");
        }

        windowSize = 1 << ((data[0] >> 4) + 8);
        state = State.Block;
        return 2;
    }

    private int ReadBlockHeader(Span<byte> data, int at, bool clearPadding)
    {
        var reader = new DeflateBits(data[at..], bitOffset);
        finalBlock = reader.Take(1) == 1;
        var kind = reader.Take(2);
        switch (kind)
        {
            case 0:
                var padding = reader.Align();
                if (reader.Missing)
                {
                    return at;
                }

                var stored = at + reader.Bytes;
                var length = reader.Take(16);
                var check = reader.Take(16);
                if (reader.Missing)
                {
                    return at;
                }

                if (length != (~check & 0xFFFF))
                {
                    throw RefusedException.Damaged("A stored block whose length does not match its check.");
                }

                if (clearPadding && padding > 0)
                {
                    data[stored - 1] &= (byte)(0xFF >> padding);
                }

                storedLeft = length;
                bitOffset = 0;
                state = State.Stored;
                return at + reader.Bytes;
            case 1:
                Span<byte> lengths = stackalloc byte[288 + 32];
                lengths[..144].Fill(8);
                lengths[144..256].Fill(9);
                lengths[256..280].Fill(7);
                lengths[280..288].Fill(8);
                lengths[288..].Fill(5);
                SetCodes(lengths[..288], lengths[288..]);
                break;
            case 2:
                if (!ReadDynamicCodes(ref reader))
                {
                    return at;
                }

                break;
            default:
                if (reader.Missing)
                {
                    return at;
                }

                throw RefusedException.Damaged("A deflate block of unknown kind.");
        }

        if (reader.Missing)
        {
            return at;
        }

        state = State.Codes;
        bitOffset = reader.BitOffset;
        return at + reader.Bytes;
    }

    private bool ReadDynamicCodes(ref DeflateBits reader)
    {
        var literalCount = reader.Take(5) + 257;
        var distanceCount = reader.Take(5) + 1;
        var codeCount = reader.Take(4) + 4;
        Span<byte> codeLengths = stackalloc byte[19];
        codeLengths.Clear();
        for (var i = 0; i < codeCount; i++)
        {
            codeLengths[CodeOrder[i]] = (byte)reader.Take(3);
        }

        if (reader.Missing)
        {
            return false;
        }

        if (literalCount > 286 || distanceCount > 30)
        {
            throw RefusedException.Damaged("A deflate block with too many codes.");
        }

        lengthCode.Set(codeLengths, incompleteAllowed: false);
        Span<byte> lengths = stackalloc byte[286 + 30 + 140];
        lengths.Clear();
        var total = literalCount + distanceCount;
        for (var i = 0; i < total;)
        {
            var entry = lengthCode.Singles[reader.Peek(DeflateCode.LookupBits)];
            if (entry == 0)
            {
                return reader.Scarce ? false : throw RefusedException.Damaged("A deflate block with a code that does not exist.");
            }

            reader.Take(entry & 15);
            var symbol = entry >> 4;
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
            }
            else
            {
                var (value, times) = symbol switch
                {
                    16 => (i == 0 ? (byte)255 : lengths[i - 1], reader.Take(2) + 3),
                    17 => ((byte)0, reader.Take(3) + 3),
                    _ => ((byte)0, reader.Take(7) + 11),
                };
                if (reader.Missing)
                {
                    return false;
                }

                if (value == 255 || i + times > total)
                {
                    throw RefusedException.Damaged("A deflate block with impossible code lengths.");
                }

                lengths.Slice(i, times).Fill(value);
                i += times;
            }

            if (reader.Missing)
            {
                return false;
            }
        }

        if (lengths[EndOfBlock] == 0)
        {
            throw RefusedException.Damaged("A deflate block without end.");
        }

        SetCodes(lengths[..literalCount], lengths.Slice(literalCount, distanceCount));
        return true;
    }

    private void SetCodes(ReadOnlySpan<byte> literalLengths, ReadOnlySpan<byte> distanceLengths)
    {
        literals.Set(literalLengths, incompleteAllowed: false);
        distances.Set(distanceLengths, incompleteAllowed: true);
        var singles = literals.Singles;
        for (var index = 0; index < skips.Length; index++)
        {
            var used = 0;
            var made = 0;
            var entry = 0u;
            while (used < DeflateCode.LookupBits)
            {
                var single = singles[index >> used];
                var length = single & 15;
                var symbol = single >> 4;
                if (length == 0 || length > DeflateCode.LookupBits - used || symbol > 285)
                {
                    break;
                }

                used += length;
                if (symbol < EndOfBlock)
                {
                    made++;
                    entry = KindLiterals | (uint)used | ((uint)made << 8);
                    continue;
                }

                entry = symbol == EndOfBlock
                    ? KindEnd | (uint)used | ((uint)made << 8)
                    : KindLength | (uint)used | ((uint)(made + LengthBase[symbol - 257]) << 8) | ((uint)LengthExtra[symbol - 257] << 20);
                break;
            }

            skips[index] = entry;
        }
    }

    private int ReadCodes(Span<byte> data, int at, bool clearPadding)
    {
        var lookup = skips;
        var distanceLookup = distances.Singles;
        var position = at;
        var made = Produced;
        ulong bits = 0;
        var count = 0;
        var invented = 0;
        var skipFirst = bitOffset;

        // Where to come back to when data runs out in the middle of a symbol.
        while (true)
        {
            // Refill: at least 56 bits, zeros when the data ends.
            if (position + 8 <= data.Length)
            {
                bits |= BinaryPrimitives.ReadUInt64LittleEndian(data[position..]) << count;
                var bytes = (63 - count) >> 3;
                position += bytes;
                count += bytes << 3;
            }
            else
            {
                bits = count == 0 ? 0 : bits & (ulong.MaxValue >> (64 - count));
                while (count <= 56)
                {
                    if (position < data.Length)
                    {
                        bits |= (ulong)data[position++] << count;
                    }
                    else
                    {
                        invented += 8;
                    }

                    count += 8;
                }
            }

            if (skipFirst > 0)
            {
                bits >>= skipFirst;
                count -= skipFirst;
                skipFirst = 0;
            }

            var savedCount = count - invented;
            var savedMade = made;
            var entry = lookup[(int)(bits & DeflateCode.LookupMask)];
            if (entry == 0)
            {
                var (codeLength, symbol) = literals.Find(bits);
                if (codeLength == 0 || symbol > 285)
                {
                    entry = uint.MaxValue;
                }
                else
                {
                    entry = symbol < EndOfBlock ? KindLiterals | (uint)codeLength | (1u << 8)
                        : symbol == EndOfBlock ? KindEnd | (uint)codeLength
                        : KindLength | (uint)codeLength | ((uint)LengthBase[symbol - 257] << 8) | ((uint)LengthExtra[symbol - 257] << 20);
                }
            }

            var skip = (int)(entry & 0xFF);
            var bad = entry == uint.MaxValue;
            if (!bad)
            {
                bits >>= skip;
                count -= skip;
                made += (entry >> 8) & 0x3FF;
                if ((entry & KindEnd) == KindLiterals && count - invented >= 0)
                {
                    // Most symbols are literals: look up again while bits last.
                    while (count >= DeflateCode.LookupBits + invented)
                    {
                        entry = lookup[(int)(bits & DeflateCode.LookupMask)];
                        if ((entry & KindEnd) != KindLiterals)
                        {
                            break;
                        }

                        skip = (int)(entry & 0xFF);
                        bits >>= skip;
                        count -= skip;
                        made += (entry >> 8) & 0x3FF;
                    }

                    continue;
                }

                if ((entry & KindEnd) == KindLength)
                {
                    var extra = (int)((entry >> 20) & 15);
                    made += (long)(bits & ((1UL << extra) - 1));
                    bits >>= extra;
                    count -= extra;
                    bad = !SkipDistance(distanceLookup, ref bits, ref count, made);
                }
            }

            if (count - invented < 0 || (bad && invented > 0))
            {
                // Not all there yet: leave the symbol for the next run.
                var unread = savedCount;
                made = savedMade;
                bitOffset = (8 - (unread & 7)) & 7;
                position -= (unread + 7) / 8;
                Made(made - Produced);
                return position;
            }

            if (bad)
            {
                throw RefusedException.Damaged("Picture data with a code that does not exist.");
            }

            if ((entry & KindEnd) == KindEnd)
            {
                var unread = count - invented;
                bitOffset = (8 - (unread & 7)) & 7;
                position -= (unread + 7) / 8;
                Made(made - Produced);
                return EndBlock(data, position, clearPadding);
            }
        }
    }

    private bool SkipDistance(ushort[] lookup, ref ulong bits, ref int count, long made)
    {
        int entry = lookup[(int)(bits & DeflateCode.LookupMask)];
        var length = entry & 15;
        var symbol = entry >> 4;
        if (entry == 0)
        {
            (length, symbol) = distances.Find(bits);
        }

        if (length == 0 || symbol > 29)
        {
            return false;
        }

        var extra = symbol < 4 ? 0 : (symbol >> 1) - 1;
        var distance = DistanceBase[symbol] + (int)((bits >> length) & ((1UL << extra) - 1));
        bits >>= length + extra;
        count -= length + extra;
        return distance <= made && distance <= windowSize;
    }

    private int EndBlock(Span<byte> data, int at, bool clearPadding)
    {
        if (!finalBlock)
        {
            state = State.Block;
            return at;
        }

        if (bitOffset > 0)
        {
            if (clearPadding)
            {
                data[at] &= (byte)((1 << bitOffset) - 1);
            }

            at++;
            bitOffset = 0;
        }

        state = State.Check;
        return at;
    }

    private void Made(long count)
    {
        Produced += count;
        if (Produced > expected)
        {
            // Threat: rows below the picture, decoded by nobody.
            throw RefusedException.Unsafe("More picture data than the picture needs.");
        }
    }
}
