using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>
/// Layer III frames share a reservoir: the coded sound of a frame begins up to 511 bytes before it. What lies between the end
/// of one frame's sound and the start of the next is ancillary data (ISO/IEC 11172-3 2.4.1.8), read by no decoder and signed by
/// encoders. It is zeroed here, without changing a bit of sound.
/// </summary>
// Threat: ancillary bytes carry "LAME3.100" in millions of files, and whatever else someone puts there.
internal sealed class BitReservoir(ScrubContext context)
{
    private readonly Queue<(byte[] Frame, int MainAt, long Start)> waiting = new();
    private long position;
    private long soundEnd;
    private long settled;

    /// <summary>
    /// Takes the next frame, or the beginning of the last one: what is missing of its side information reads as zeros, as it does for
    /// decoders. The array is changed and handed back by <see cref="TryTake"/>.
    /// </summary>
    public void Push(byte[] frame, Mp3Header header)
    {
        Span<byte> side = stackalloc byte[32];
        side = SideOf(frame, header, side);
        var bits = new BitCursor(side);
        var back = bits.Read(header.IsFirst ? 9 : 8);
        var privateBits = header.IsFirst ? (header.Mono ? 5 : 3) : header.Mono ? 1 : 2;
        if (context.Rules.Hold("mp3.ancillary"))
        {
            bits.Clear(privateBits);
            frame[2] &= 0xFE;
        }
        else
        {
            bits.Skip(privateBits);
        }

        var there = Math.Clamp(frame.Length - header.SideAt, 0, side.Length);
        side[..there].CopyTo(frame.AsSpan(Math.Min(header.SideAt, frame.Length)));
        var sound = SoundBits(side, header);
        if (header.Protected)
        {
            WriteChecksum(frame, side);
        }

        var begin = position - back;
        Zero(soundEnd, begin);
        settled = Math.Max(settled, begin);
        soundEnd = Math.Max(soundEnd, begin + (sound + 7) / 8);
        waiting.Enqueue((frame, header.MainAt, position));
        position += Math.Max(0, frame.Length - header.MainAt);
    }

    /// <summary>How many bytes of the frame are its own sound at most: what follows belongs to the next frame, or to nobody.</summary>
    public static int SoundInside(ReadOnlySpan<byte> frame, Mp3Header header)
    {
        Span<byte> side = stackalloc byte[32];
        side = SideOf(frame, header, side);

        // The field of the reservoir is the first byte of the side information, and one bit more in MPEG-1.
        var back = header.IsFirst ? (side[0] << 1) | (side[1] >> 7) : side[0];
        return (int)Math.Clamp(((SoundBits(side, header) + 7) / 8) - back, 0, Math.Max(0, frame.Length - header.MainAt));
    }

    private static Span<byte> SideOf(ReadOnlySpan<byte> frame, Mp3Header header, Span<byte> side)
    {
        side = side[..header.SideBytes];
        side.Clear();
        var from = Math.Min(header.SideAt, frame.Length);
        frame[from..Math.Min(header.MainAt, frame.Length)].CopyTo(side);
        return side;
    }

    private static long SoundBits(Span<byte> side, Mp3Header header)
    {
        var bits = new BitCursor(side);
        var channels = header.Mono ? 1 : 2;
        bits.Skip(header.IsFirst ? 9 + (header.Mono ? 5 : 3) + (4 * channels) : 8 + channels);
        long sound = 0;
        for (var part = channels * (header.IsFirst ? 2 : 1); part > 0; part--)
        {
            sound += bits.Read(12);
            bits.Skip(header.IsFirst ? 47 : 51);
        }

        return sound;
    }

    /// <summary>Hands out a frame that can no longer change.</summary>
    public bool TryTake(out byte[] frame)
    {
        frame = [];
        if (waiting.Count == 0)
        {
            return false;
        }

        var (oldest, mainAt, start) = waiting.Peek();
        if (start + oldest.Length - mainAt > settled)
        {
            return false;
        }

        frame = oldest;
        waiting.Dequeue();
        return true;
    }

    /// <summary>No more frames come: the rest is settled.</summary>
    public void Finish()
    {
        Zero(soundEnd, position);
        settled = position;
    }

    private static void WriteChecksum(byte[] frame, ReadOnlySpan<byte> side)
    {
        var crc = 0xFFFF;
        Span<byte> covered = stackalloc byte[2 + 32];
        frame.AsSpan(2, 2).CopyTo(covered);
        side.CopyTo(covered[2..]);
        foreach (var b in covered[..(2 + side.Length)])
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x8005) & 0xFFFF : crc << 1;
            }
        }

        for (var at = 4; at < Math.Min(6, frame.Length); at++)
        {
            frame[at] = (byte)(at == 4 ? crc >> 8 : crc);
        }
    }

    private void Zero(long from, long to)
    {
        if (from >= to || !context.Rules.Hold("mp3.ancillary"))
        {
            return;
        }

        foreach (var (frame, mainAt, start) in waiting)
        {
            var first = Math.Max(from, start) - start + mainAt;
            var end = Math.Min(to - start + mainAt, frame.Length);
            if (first < end)
            {
                frame.AsSpan((int)first, (int)(end - first)).Clear();
            }
        }
    }
}
