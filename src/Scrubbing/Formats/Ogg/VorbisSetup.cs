using System.Numerics;

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>
/// Finds the end of a Vorbis set-up header (Vorbis I, 4.2.4) by reading every codebook, floor, residue, mapping and mode. What
/// stands behind its last bit is read by no decoder, and goes.
/// </summary>
internal static class VorbisSetup
{
    private const int PacketHead = 7;
    private const int CodebookSync = 0x564342;

    /// <summary>The header up to its framing bit.</summary>
    /// <param name="packet">The whole set-up packet, its type and name included.</param>
    /// <param name="channels">From the identification header.</param>
    /// <param name="context">Told when something was cut.</param>
    public static byte[] Cut(byte[] packet, int channels, ScrubContext context)
    {
        Require(packet.Length > PacketHead && packet.AsSpan().StartsWith("\u0005vorbis"u8));
        var bits = new LowBits(packet.AsSpan(PacketHead));
        Repeat(ref bits, bits.Read(8), Codebook);
        Repeat(ref bits, bits.Read(6), static (ref LowBits b) => Require(b.Read(16) == 0));
        Repeat(ref bits, bits.Read(6), Floor);
        Repeat(ref bits, bits.Read(6), Residue);
        for (var left = bits.Read(6); left >= 0; left--)
        {
            Mapping(ref bits, channels);
        }

        Repeat(ref bits, bits.Read(6), static (ref LowBits b) => b.Skip(1 + 16 + 16 + 8));
        Require(bits.Flag());
        if (!context.Rules.Hold("ogg.setup-tail"))
        {
            return packet;
        }

        var length = PacketHead + (int)((bits.At + 7) / 8);
        var used = (int)(bits.At & 7);
        var cut = packet[..length];
        cut[^1] &= (byte)(used == 0 ? 0xFF : (1 << used) - 1);
        if (!Padding.Is(packet.AsSpan(length)))
        {
            context.Removed.Add(RemovalKind.Other);
        }

        return cut;
    }

    private delegate void Part(ref LowBits bits);

    private static void Repeat(ref LowBits bits, int lessOne, Part part)
    {
        for (; lessOne >= 0; lessOne--)
        {
            part(ref bits);
        }
    }

    private static void Codebook(ref LowBits bits)
    {
        Require(bits.Read(24) == CodebookSync);
        var dimensions = bits.Read(16);
        var entries = bits.Read(24);
        if (bits.Flag())
        {
            Lengths(ref bits, entries);
        }
        else if (bits.Flag())
        {
            for (var i = 0; i < entries; i++)
            {
                bits.Skip(bits.Flag() ? 5 : 0);
            }
        }
        else
        {
            bits.Skip(entries * 5L);
        }

        var lookup = bits.Read(4);
        Require(lookup <= 2);
        if (lookup > 0)
        {
            bits.Skip(32 + 32);
            var width = bits.Read(4) + 1;
            bits.Skip(1);
            bits.Skip(width * (lookup == 1 ? Root(entries, dimensions) : (long)entries * dimensions));
        }
    }

    private static void Lengths(ref LowBits bits, int entries)
    {
        var at = 0;
        for (var length = bits.Read(5) + 1; at < entries; length++)
        {
            Require(length <= 32);
            at += bits.Read(Width(entries - at));
        }

        Require(at == entries);
    }

    private static void Floor(ref LowBits bits)
    {
        var type = bits.Read(16);
        if (type == 0)
        {
            bits.Skip(8 + 16 + 16 + 6 + 8);
            bits.Skip((bits.Read(4) + 1) * 8);
            return;
        }

        Require(type == 1);
        Span<int> partitions = stackalloc int[bits.Read(5)];
        var classes = 0;
        foreach (ref var partition in partitions)
        {
            partition = bits.Read(4);
            classes = Math.Max(classes, partition + 1);
        }

        Span<int> dimensions = stackalloc int[classes];
        foreach (ref var dimension in dimensions)
        {
            dimension = bits.Read(3) + 1;
            var subclasses = bits.Read(2);
            bits.Skip((subclasses > 0 ? 8 : 0) + (8 << subclasses));
        }

        bits.Skip(2);
        var range = bits.Read(4);
        foreach (var partition in partitions)
        {
            bits.Skip(dimensions[partition] * range);
        }
    }

    private static void Residue(ref LowBits bits)
    {
        Require(bits.Read(16) <= 2);
        bits.Skip(24 + 24 + 24);
        var classifications = bits.Read(6) + 1;
        bits.Skip(8);
        var books = 0;
        for (; classifications > 0; classifications--)
        {
            books += BitOperations.PopCount((uint)bits.Read(3));
            books += bits.Flag() ? BitOperations.PopCount((uint)bits.Read(5)) : 0;
        }

        bits.Skip(books * 8);
    }

    private static void Mapping(ref LowBits bits, int channels)
    {
        Require(bits.Read(16) == 0 && channels > 0);
        var submaps = bits.Flag() ? bits.Read(4) + 1 : 1;
        if (bits.Flag())
        {
            var steps = bits.Read(8) + 1;
            bits.Skip(steps * 2L * Width(channels - 1));
        }

        Require(bits.Read(2) == 0);
        bits.Skip(submaps > 1 ? channels * 4 : 0);
        bits.Skip(submaps * (8 + 8 + 8));
    }

    /// <summary>Bits of a number that is at most so large (ilog of section 9.2.1).</summary>
    private static int Width(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

    /// <summary>The largest number whose power of so many dimensions is within the entries (section 9.2.3).</summary>
    private static long Root(int entries, int dimensions)
    {
        Require(dimensions > 0);
        var root = (long)Math.Floor(Math.Pow(entries, 1.0 / dimensions));
        while (Power(root + 1, dimensions, entries) <= entries)
        {
            root++;
        }

        while (root > 0 && Power(root, dimensions, entries) > entries)
        {
            root--;
        }

        return root;
    }

    private static long Power(long value, int times, long most)
    {
        long power = 1;
        for (; times > 0 && power <= most; times--)
        {
            power *= value;
            if (value <= 1)
            {
                break;
            }
        }

        return power;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A Vorbis set-up header contradicts itself.");
        }
    }
}
