using System.Buffers.Binary;

namespace ReportingService.SystemTests.Attacks;

/// <summary>A sound of any length, made while it is sent.</summary>
internal static class WaveFile
{
    private const int HeaderSize = 44;

    /// <summary>The whole file.</summary>
    public static byte[] Of(int samples, int seed)
    {
        var file = new byte[HeaderSize + samples];
        Header(samples).CopyTo(file, 0);
        var noise = new byte[samples];
        for (var i = 0; i < samples; i++)
        {
            noise[i] = (byte)((i * 31) + (i >> 8) + seed);
        }

        noise.CopyTo(file, HeaderSize);
        return file;
    }

    /// <summary>8 bits, one channel, 8 kHz.</summary>
    public static byte[] Header(long samples)
    {
        var header = new byte[HeaderSize];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)(36 + samples));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 8000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 8000);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), (uint)samples);
        return header;
    }
}
