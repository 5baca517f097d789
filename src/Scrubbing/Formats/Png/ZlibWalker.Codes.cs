using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

internal sealed partial class ZlibWalker
{
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
}
