using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>
/// The checksum of PNG, annex D. Long runs are folded with carry-less multiplication where the processor has it (Gopal and others,
/// "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ"), else eight tables are used.
/// </summary>
internal static class Crc32
{
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Adds bytes to a checksum; start with zero.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && Sse41.IsSupported && bytes.Length >= 64)
        {
            var whole = bytes.Length & ~15;
            crc = Fold(crc, bytes[..whole]);
            bytes = bytes[whole..];
        }

        return ~Slow(crc, bytes);
    }

    private static uint Slow(uint crc, ReadOnlySpan<byte> bytes)
    {
        var t = Tables;
        while (bytes.Length >= 8)
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[7][low & 0xFF] ^ t[6][(low >> 8) & 0xFF] ^ t[5][(low >> 16) & 0xFF] ^ t[4][low >> 24]
                ^ t[3][high & 0xFF] ^ t[2][(high >> 8) & 0xFF] ^ t[1][(high >> 16) & 0xFF] ^ t[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = t[0][(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Step(Vector128<ulong> x, Vector128<ulong> k, Vector128<ulong> next) =>
        Pclmulqdq.CarrylessMultiply(x, k, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, k, 0x11) ^ next;

    // A multiple of sixteen bytes, at least 64. Constants are powers of x modulo the reflected polynomial.
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var x1 = blocks[0] ^ Vector128.Create(crc, 0UL);
        var x2 = blocks[1];
        var x3 = blocks[2];
        var x4 = blocks[3];
        var k1k2 = Vector128.Create(0x0154442BD4UL, 0x01C6E41596UL);
        var i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            x1 = Step(x1, k1k2, blocks[i]);
            x2 = Step(x2, k1k2, blocks[i + 1]);
            x3 = Step(x3, k1k2, blocks[i + 2]);
            x4 = Step(x4, k1k2, blocks[i + 3]);
        }

        var k3k4 = Vector128.Create(0x01751997D0UL, 0x00CCAA009EUL);
        x1 = Step(x1, k3k4, x2);
        x1 = Step(x1, k3k4, x3);
        x1 = Step(x1, k3k4, x4);
        for (; i < blocks.Length; i++)
        {
            x1 = Step(x1, k3k4, blocks[i]);
        }

        // 128 to 64 bits, then Barrett reduction to 32.
        var mask = Vector128.Create(0xFFFFFFFFUL, 0UL);
        x2 = Pclmulqdq.CarrylessMultiply(x1, k3k4, 0x10);
        x1 = Sse2.ShiftRightLogical128BitLane(x1, 8) ^ x2;
        var k5 = Vector128.Create(0x0163CD6124UL, 0UL);
        x2 = Sse2.ShiftRightLogical128BitLane(x1, 4);
        x1 = Pclmulqdq.CarrylessMultiply(x1 & mask, k5, 0x00) ^ x2;
        var poly = Vector128.Create(0x01DB710641UL, 0x01F7011641UL);
        x2 = Pclmulqdq.CarrylessMultiply(x1 & mask, poly, 0x10) & mask;
        x1 ^= Pclmulqdq.CarrylessMultiply(x2, poly, 0x00);
        return x1.AsUInt32().GetElement(1);
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var t = 0; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (var n = 0u; n < 256; n++)
            {
                if (t == 0)
                {
                    var c = n;
                    for (var k = 0; k < 8; k++)
                    {
                        c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
                    }

                    tables[0][n] = c;
                }
                else
                {
                    tables[t][n] = tables[0][tables[t - 1][n] & 0xFF] ^ (tables[t - 1][n] >> 8);
                }
            }
        }

        return tables;
    }
}
