using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ReportingService.Scrubbing.Formats.Jpeg;

internal sealed partial class ScanDecoder
{
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
}
