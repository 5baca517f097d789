using System.Numerics;

namespace ReportingService.Scrubbing.Formats.Jpeg;

internal sealed partial class ScanDecoder
{
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
