namespace ReportingService.Scrubbing.Formats.Png;

internal sealed partial class ZlibWalker
{
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
            var entry = lengthCode.Entries[reader.Peek(LengthBits)];
            if (entry == 0)
            {
                return reader.Scarce ? false : throw RefusedException.Damaged("A deflate block with a code that does not exist.");
            }

            reader.Take((int)(entry & 0xFF));
            var symbol = (int)(entry >> 8) & 0xFF;
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
        symbols = literals.Entries;

        // Most symbols of a noisy picture have long codes: then one is all that the bits hold.
        if (literals.Shortest * 2 <= LookupBits)
        {
            for (var index = 0; index < together.Length; index++)
            {
                together[index] = WithFollowing(index);
            }

            symbols = together;
        }
    }

    private uint WithFollowing(int index)
    {
        var entry = literals.Entries[index];
        var used = (int)(entry & 0xFF);
        for (var before = 1u; (entry & KindMask) == KindLiterals && used + literals.Shortest <= LookupBits; before++)
        {
            var next = literals.Entries[index >> used];
            if (next == 0 || used + (int)(next & 0xFF) > LookupBits)
            {
                break;
            }

            used += (int)(next & 0xFF);
            entry = (next & ~0xFFu & ~(MadeMask << MadeShift)) | (uint)used | ((before + ((next >> MadeShift) & MadeMask)) << MadeShift);
            entry |= (entry & KindMask) == KindLiterals ? 0 : before << BeforeShift;
        }

        return entry;
    }

    private static uint MeaningOfSymbol(int symbol) => symbol switch
    {
        < EndOfBlock => KindLiterals | 1u << MadeShift,
        EndOfBlock => KindEnd,
        <= 285 => KindLength | (uint)LengthBase[symbol - 257] << MadeShift | (uint)LengthExtra[symbol - 257] << ExtraShift,
        _ => 0,
    };

    private static uint MeaningOfDistance(int symbol) =>
        symbol > 29 ? 0 : (uint)DistanceBase[symbol] << 8 | (uint)(symbol < 4 ? 0 : (symbol >> 1) - 1) << 24;
}
