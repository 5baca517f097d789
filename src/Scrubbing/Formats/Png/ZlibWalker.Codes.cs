using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

internal sealed partial class ZlibWalker
{
    // What a refill reads.
    private const int FastBytes = 8;

    private int ReadCodes(Span<byte> data, int at, bool clearPadding)
    {
        var lookup = symbols;
        var distanceLookup = distances.Entries;
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
                position += (63 - count) >> 3;
                count |= 56;
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
            var entry = lookup[(int)bits & LookupMask];

            // The fast way: nothing can run out, and what is unusual is left to the careful way below.
            while (position + FastBytes <= data.Length)
            {
                if ((entry & KindMask) == KindLiterals)
                {
                    // Four look-ups are 48 bits; the fields of their entries add up without running into each other.
                    var sum = entry;
                    bits >>= (int)entry;
                    entry = lookup[(int)bits & LookupMask];
                    if ((entry & KindMask) == KindLiterals)
                    {
                        sum += entry;
                        bits >>= (int)entry;
                        entry = lookup[(int)bits & LookupMask];
                        if ((entry & KindMask) == KindLiterals)
                        {
                            sum += entry;
                            bits >>= (int)entry;
                            entry = lookup[(int)bits & LookupMask];
                            if ((entry & KindMask) == KindLiterals)
                            {
                                sum += entry;
                                bits >>= (int)entry;
                            }
                        }
                    }

                    count -= (int)(sum & 0xFF);
                    made += (sum >> MadeShift) & MadeMask;
                }
                else if ((entry & KindMask) == KindLength)
                {
                    var extra = (int)(entry >> ExtraShift) & 15;
                    var from = made + (entry >> BeforeShift & 15);
                    bits >>= (int)entry;
                    made += ((entry >> MadeShift) & MadeMask) + ((uint)bits & ((1u << extra) - 1));
                    bits >>= extra;
                    count -= (int)(entry & 0xFF) + extra;
                    var far = distanceLookup[(int)bits & DistanceMask];
                    far = far == 0 ? distances.Find(bits) : far;
                    extra = (int)(far >> 24);
                    bits >>= (int)(far & 0xFF);
                    var distance = ((far >> 8) & 0xFFFF) + ((uint)bits & ((1u << extra) - 1));
                    bits >>= extra;
                    count -= (int)(far & 0xFF) + extra;
                    if (far == 0 || distance > from || distance > windowSize)
                    {
                        throw RefusedException.Damaged("Picture data with a code that does not exist.");
                    }
                }
                else
                {
                    break;
                }

                bits |= BinaryPrimitives.ReadUInt64LittleEndian(data[position..]) << count;
                position += (63 - count) >> 3;
                count |= 56;
                savedCount = count;
                savedMade = made;
                entry = lookup[(int)bits & LookupMask];
            }

            entry = entry == 0 ? literals.Find(bits) : entry;
            var bad = entry == 0;
            bits >>= (int)entry;
            count -= (int)(entry & 0xFF);
            made += (entry >> MadeShift) & MadeMask;
            if ((entry & KindMask) == KindLength)
            {
                var from = savedMade + (entry >> BeforeShift & 15);
                var extra = (int)(entry >> ExtraShift) & 15;
                made += (uint)bits & ((1u << extra) - 1);
                bits >>= extra;
                var far = distanceLookup[(int)bits & DistanceMask];
                far = far == 0 ? distances.Find(bits) : far;
                bits >>= (int)(far & 0xFF);
                count -= extra + (int)(far & 0xFF);
                extra = (int)(far >> 24);
                var distance = ((far >> 8) & 0xFFFF) + ((uint)bits & ((1u << extra) - 1));
                bits >>= extra;
                count -= extra;
                bad = far == 0 || distance > from || distance > windowSize;
            }

            if (count - invented < 0 || (bad && invented > 0))
            {
                // Not all there yet: leave the symbol for the next run.
                made = savedMade;
                bitOffset = (8 - (savedCount & 7)) & 7;
                position -= (savedCount + 7) / 8;
                Made(made - Produced);
                return position;
            }

            if (bad)
            {
                throw RefusedException.Damaged("Picture data with a code that does not exist.");
            }

            if ((entry & KindMask) == KindEnd)
            {
                var unread = count - invented;
                bitOffset = (8 - (unread & 7)) & 7;
                position -= (unread + 7) / 8;
                Made(made - Produced);
                return EndBlock(data, position, clearPadding);
            }
        }
    }
}
