using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>One page (RFC 3533 section 6).</summary>
internal sealed class OggPage
{
    public const int MostBytes = 27 + 255 + 255 * 255;

    private static readonly uint[] Table = MakeTable();

    public required byte Flags { get; init; }

    public required ulong Granule { get; init; }

    public required uint Serial { get; init; }

    public required byte[] Lacing { get; init; }

    public required byte[] Body { get; init; }

    public bool Continued => (Flags & 1) != 0;

    public bool First => (Flags & 2) != 0;

    public bool Last => (Flags & 4) != 0;

    /// <summary>The next page, null at the end of the file. A page that is cut or fails its checksum is damage.</summary>
    public static async ValueTask<OggPage?> ReadAsync(ScrubReader reader, ScrubContext context)
    {
        while (true)
        {
            var have = await reader.FillAsync(27);
            if (have == 0)
            {
                return null;
            }

            if (have < 27 || !reader.Buffered.StartsWith("OggS"u8))
            {
                // Threat: bytes between pages are skipped by players.
                if (have < 27)
                {
                    context.Removed.Add(RemovalKind.Other);
                    await reader.DrainAsync();
                    return null;
                }

                reader.Consume(1);
                continue;
            }

            var segments = reader.Buffered[26];
            if (await reader.FillAsync(27 + segments) < 27 + segments)
            {
                return await CutAsync(reader, context);
            }

            var size = 0;
            foreach (var lace in reader.Buffered.Slice(27, segments))
            {
                size += lace;
            }

            var whole = 27 + segments + size;
            if (await reader.FillAsync(whole) < whole)
            {
                return await CutAsync(reader, context);
            }

            var bytes = reader.Buffered[..whole].ToArray();
            reader.Consume(whole);
            var stated = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(22));
            bytes.AsSpan(22, 4).Clear();
            if (bytes[4] != 0 || Checksum(bytes) != stated)
            {
                throw RefusedException.Damaged("A page fails its checksum.");
            }

            return new OggPage
            {
                Flags = bytes[5],
                Granule = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(6)),
                Serial = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(14)),
                Lacing = bytes[27..(27 + segments)],
                Body = bytes[(27 + segments)..],
            };
        }
    }

    // A recording that was cut off ends in the middle of a page: whole pages before it are sound.
    private static async ValueTask<OggPage?> CutAsync(ScrubReader reader, ScrubContext context)
    {
        context.Removed.Add(RemovalKind.Other);
        await reader.DrainAsync();
        return null;
    }

    /// <summary>The page's bytes under another serial and number, with a right checksum.</summary>
    public byte[] Write(uint serial, uint number)
    {
        var bytes = new byte[27 + Lacing.Length + Body.Length];
        "OggS"u8.CopyTo(bytes);
        bytes[5] = (byte)(Flags & 7);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(6), Granule);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(14), serial);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(18), number);
        bytes[26] = (byte)Lacing.Length;
        Lacing.CopyTo(bytes, 27);
        Body.CopyTo(bytes, 27 + Lacing.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), Checksum(bytes));
        return bytes;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0;
        foreach (var b in bytes)
        {
            crc = (crc << 8) ^ Table[(crc >> 24) ^ b];
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
