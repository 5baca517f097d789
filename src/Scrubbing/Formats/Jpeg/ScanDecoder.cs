using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>
/// Walks the entropy-coded data of one scan symbol by symbol, without computing pixels, to learn where its last unit ends.
/// Threat: bytes behind the last unit are shown by no viewer and kept by every tool that only looks for markers.
/// </summary>
internal sealed class ScanDecoder
{
    /// <summary>No unit is longer: ten blocks of 64 coefficients of at most 32 bits, every byte stuffed.</summary>
    public const int LongestUnit = 8192;

    private readonly JpegFrame frame;
    private readonly ScanHeader scan;
    private readonly HuffmanTable?[] dcTables;
    private readonly HuffmanTable?[] acTables;
    private readonly int[] pattern;
    private readonly (ushort[] Dc, uint[] Skips, HuffmanTable DcTable, HuffmanTable AcTable)[] sequence = [];
    private readonly int unitsPerLine;
    private long unitsLeft;
    private long unit;
    private int intervalLeft;
    private int endOfBandRun;

    public ScanDecoder(JpegFrame frame, ScanHeader scan, HuffmanTable?[] dcTables, HuffmanTable?[] acTables, int restartInterval)
    {
        this.frame = frame;
        this.scan = scan;
        this.dcTables = dcTables;
        this.acTables = acTables;
        if (scan.Parts.Length == 1)
        {
            var c = scan.Parts[0].Component;
            pattern = [0];
            unitsPerLine = c.BlocksPerLine;
            unitsLeft = (long)c.BlocksPerLine * c.BlockLines;
        }
        else
        {
            pattern = [.. scan.Parts.SelectMany((p, i) => Enumerable.Repeat(i, p.Component.H * p.Component.V))];
            if (pattern.Length > 10)
            {
                throw RefusedException.Damaged("A scan with more than ten blocks in a unit.");
            }

            unitsPerLine = frame.McusPerLine;
            unitsLeft = (long)frame.McusPerLine * frame.McuLines;
        }

        RestartInterval = restartInterval;
        intervalLeft = restartInterval;
        if (!frame.Progressive)
        {
            sequence = [.. pattern.Select(p => (Dc: dcTables[scan.Parts[p].DcSlot]!, Ac: acTables[scan.Parts[p].AcSlot]!))
                .Select(t => (t.Dc.Singles, t.Ac.BlockSkips, t.Dc, t.Ac))];
        }
    }

    public enum Stop
    {
        /// <summary>More bytes are needed.</summary>
        Hungry,

        /// <summary>A restart marker has to follow.</summary>
        IntervalDone,

        /// <summary>The last unit is read.</summary>
        ScanDone,

        /// <summary>A marker or the end came before the last unit.</summary>
        Short,
    }

    public int RestartInterval { get; }

    /// <summary>Bits used of the first byte of the data that comes next.</summary>
    public int BitOffset { get; private set; }

    /// <summary>Reads units. <paramref name="used"/> is how many whole bytes are done with.</summary>
    public Stop Run(ReadOnlySpan<byte> data, bool last, out int used)
    {
        var bits = new BitSource(data, BitOffset);
        var safe = last ? int.MaxValue : data.Length - LongestUnit;
        if (frame.Progressive)
        {
            RunProgressive(ref bits, safe);
        }
        else
        {
            RunSequential(ref bits, safe);
        }

        if (bits.Overrun)
        {
            used = bits.Position;
            BitOffset = 0;
            return Stop.Short;
        }

        (used, BitOffset) = bits.Boundary();
        return unitsLeft == 0 ? Stop.ScanDone : RestartInterval > 0 && intervalLeft == 0 ? Stop.IntervalDone : Stop.Hungry;
    }

    /// <summary>Another interval follows the one that is being read.</summary>
    public bool MoreIntervals => RestartInterval > 0 && unitsLeft > intervalLeft;

    /// <summary>Goes on with the next interval, whether this one was whole or not.</summary>
    public void Restart()
    {
        unitsLeft -= intervalLeft;
        intervalLeft = RestartInterval;
        endOfBandRun = 0;
        BitOffset = 0;
    }

    private static RefusedException BadCode() => RefusedException.Damaged("Picture data with a code that does not exist.");

    private void RunSequential(ref BitSource source, int safe)
    {
        // Everything the inner loop touches is a plain local: this loop is the time a JPEG takes.
        var blocks = sequence;
        var data = source.Data;
        var bits = source.Bits;
        var count = source.Count;
        var position = source.Position;
        var invented = source.Invented;
        var left = RestartInterval > 0 ? Math.Min(unitsLeft, intervalLeft) : unitsLeft;
        var before = left;
        while (left > 0 && position <= safe)
        {
            for (var b = 0; b < blocks.Length; b++)
            {
                if (count < 32)
                {
                    Refill(data, ref bits, ref count, ref position, ref invented);
                }

                int entry = blocks[b].Dc[(int)(bits >> (64 - HuffmanTable.LookupBits))];
                if (entry == 0)
                {
                    var (length, symbol) = blocks[b].DcTable.Find((int)(bits >> 48));
                    if (length == 0)
                    {
                        if (invented > 0)
                        {
                            count = -1;
                            goto Out;
                        }

                        throw BadCode();
                    }

                    entry = (length << 8) | symbol;
                }

                if ((entry & 0xFF) > 15)
                {
                    throw BadCode();
                }

                var used = (entry >> 8) + (entry & 0xFF);
                bits <<= used;
                count -= used;
                var k = 1u;
                var skips = blocks[b].Skips;
                do
                {
                    if (count < 32)
                    {
                        if (position + 8 <= data.Length
                            && BinaryPrimitives.ReadUInt64BigEndian(data[position..]) is var next
                            && ((next & ~(next + 0x0101010101010101UL)) & 0x8080808080808080UL) == 0)
                        {
                            bits |= next >> count;
                            var bytes = (63 - count) >> 3;
                            position += bytes;
                            count += bytes << 3;
                        }
                        else
                        {
                            Refill(data, ref bits, ref count, ref position, ref invented);
                        }
                    }

                    var skip = skips[(int)(bits >> (64 - HuffmanTable.LookupBits))];
                    var reached = k + ((skip >> 8) & 0xFF);
                    if (skip != 0 && reached <= 63)
                    {
                        bits <<= (int)skip;
                        count -= (int)(skip & 0xFF);
                        k = reached;
                        if ((int)skip < 0)
                        {
                            break;
                        }

                        continue;
                    }

                    var (length, symbol) = blocks[b].AcTable.Find((int)(bits >> 48));
                    if (length == 0)
                    {
                        if (invented > 0)
                        {
                            count = -1;
                            goto Out;
                        }

                        throw BadCode();
                    }

                    bits <<= length + (symbol & 15);
                    count -= length + (symbol & 15);
                    if ((symbol & 15) == 0 && symbol != 0xF0)
                    {
                        break;
                    }

                    k += (uint)(symbol >> 4) + 1;
                }
                while (k < 64);

                if (k > 64)
                {
                    throw BadCode();
                }
            }

            left--;
            if (invented > 0 && count < invented)
            {
                goto Out;
            }
        }

    Out:
        var done = before - left;
        unitsLeft -= done;
        intervalLeft -= (int)Math.Min(done, int.MaxValue);
        source.Bits = bits;
        source.Count = count;
        source.Position = position;
        source.Invented = invented;
    }

    /// <summary>The careful way, around stuffed bytes, markers and the end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefillSlowly(ReadOnlySpan<byte> data, ref ulong bits, ref int count, ref int position, ref int invented)
    {
        bits = count == 0 ? 0 : bits & (ulong.MaxValue << (64 - count));
        while (count <= 56)
        {
            if (position < data.Length)
            {
                var value = data[position];
                if (value != 0xFF)
                {
                    position++;
                    bits |= (ulong)value << (56 - count);
                    count += 8;
                    continue;
                }

                if (position + 1 < data.Length && data[position + 1] == 0)
                {
                    position += 2;
                    bits |= 0xFFUL << (56 - count);
                    count += 8;
                    continue;
                }
            }

            invented += 8;
            count += 8;
        }
    }

    // Copies keep the caller's locals out of memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ReadOnlySpan<byte> data, ref ulong bits, ref int count, ref int position, ref int invented)
    {
        var (b, c, p, i) = (bits, count, position, invented);
        RefillSlowly(data, ref b, ref c, ref p, ref i);
        (bits, count, position, invented) = (b, c, p, i);
    }

    private void RunProgressive(ref BitSource bits, int safe)
    {
        while (unitsLeft > 0 && (RestartInterval == 0 || intervalLeft > 0) && bits.Position <= safe)
        {
            if (scan.SpectralStart == 0)
            {
                foreach (var part in pattern)
                {
                    ReadDc(ref bits, scan.Parts[part].DcSlot);
                }
            }
            else
            {
                var c = scan.Parts[0].Component;
                var (line, column) = Math.DivRem(unit, unitsPerLine);
                ref var nonZero = ref c.NonZero![(line * c.Stride) + column];
                var table = acTables[scan.Parts[0].AcSlot]!;
                nonZero = scan.High == 0 ? ReadAcFirst(ref bits, table, nonZero) : ReadAcRefining(ref bits, table, nonZero);
            }

            if (bits.Overrun)
            {
                return;
            }

            unit++;
            unitsLeft--;
            intervalLeft--;
        }
    }

    private void ReadDc(ref BitSource bits, int slot)
    {
        bits.Refill();
        if (scan.High > 0)
        {
            bits.Skip(1);
            return;
        }

        var symbol = Symbol(ref bits, dcTables[slot]!);
        if (symbol > 15)
        {
            throw BadCode();
        }

        bits.Skip(symbol);
    }

    private ulong ReadAcFirst(ref BitSource bits, HuffmanTable table, ulong nonZero)
    {
        if (endOfBandRun > 0)
        {
            endOfBandRun--;
            return nonZero;
        }

        for (var k = scan.SpectralStart; k <= scan.SpectralEnd;)
        {
            bits.Refill();
            var symbol = Symbol(ref bits, table);
            var run = symbol >> 4;
            var size = symbol & 15;
            if (size == 0 && run < 15)
            {
                endOfBandRun = (1 << run) - 1 + TakeBits(ref bits, run);
                break;
            }

            k += run;
            if (k > 63)
            {
                throw BadCode();
            }

            if (size > 0)
            {
                bits.Skip(size);
                nonZero |= 1UL << k;
            }

            k++;
        }

        return nonZero;
    }

    // T.81 G.1.2.3: correction bits for coefficients already known, interleaved with new ones.
    private ulong ReadAcRefining(ref BitSource bits, HuffmanTable table, ulong nonZero)
    {
        var k = scan.SpectralStart;
        if (endOfBandRun == 0)
        {
            for (; k <= scan.SpectralEnd; k++)
            {
                bits.Refill();
                var symbol = Symbol(ref bits, table);
                var run = symbol >> 4;
                var size = symbol & 15;
                if (size == 0 && run < 15)
                {
                    endOfBandRun = (1 << run) + TakeBits(ref bits, run);
                    break;
                }

                if (size > 1)
                {
                    throw BadCode();
                }

                bits.Skip(size);
                do
                {
                    if ((nonZero >> k & 1) != 0)
                    {
                        bits.Refill();
                        bits.Skip(1);
                    }
                    else if (--run < 0)
                    {
                        break;
                    }

                    k++;
                }
                while (k <= scan.SpectralEnd);

                if (size > 0)
                {
                    if (k > 63)
                    {
                        throw BadCode();
                    }

                    nonZero |= 1UL << k;
                }
            }
        }

        if (endOfBandRun > 0)
        {
            if (k <= scan.SpectralEnd)
            {
                var band = (ulong.MaxValue << k) & (ulong.MaxValue >> (63 - scan.SpectralEnd));
                bits.SkipMany(BitOperations.PopCount(nonZero & band));
            }

            endOfBandRun--;
        }

        return nonZero;
    }

    private static int TakeBits(ref BitSource bits, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var value = (int)(bits.Bits >> (64 - count));
        bits.Skip(count);
        return value;
    }

    private static int Symbol(ref BitSource bits, HuffmanTable table)
    {
        int entry = table.Singles[(int)(bits.Bits >> (64 - HuffmanTable.LookupBits))];
        if (entry != 0)
        {
            bits.Skip(entry >> 8);
            return entry & 0xFF;
        }

        var (length, symbol) = table.Find((int)(bits.Bits >> 48));
        if (length == 0)
        {
            if (bits.Invented == 0)
            {
                throw BadCode();
            }

            // Not enough real bits for a code: the caller sees the overrun.
            bits.Count = 0;
            return 0;
        }

        bits.Skip(length);
        return symbol;
    }
}
