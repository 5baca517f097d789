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

    /// <summary>Takes the next frame, whole. The array is changed and handed back by <see cref="TryTake"/>.</summary>
    public void Push(byte[] frame, Mp3Header header)
    {
        var bits = new BitCursor(frame.AsSpan(header.SideAt, header.SideBytes));
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

        var sound = SoundBits(frame, header);
        if (header.Protected)
        {
            WriteChecksum(frame, header);
        }

        var begin = position - back;
        Zero(soundEnd, begin);
        settled = Math.Max(settled, begin);
        soundEnd = Math.Max(soundEnd, begin + (sound + 7) / 8);
        waiting.Enqueue((frame, header.MainAt, position));
        position += frame.Length - header.MainAt;
    }

    /// <summary>How many bytes of the frame are its own sound at most: what follows belongs to the next frame, or to nobody.</summary>
    public static int SoundInside(ReadOnlySpan<byte> frame, Mp3Header header)
    {
        // The field of the reservoir is the first byte of the side information, and one bit more in MPEG-1.
        var back = header.IsFirst ? (frame[header.SideAt] << 1) | (frame[header.SideAt + 1] >> 7) : frame[header.SideAt];
        return (int)Math.Clamp(((SoundBits(frame, header) + 7) / 8) - back, 0, frame.Length - header.MainAt);
    }

    private static long SoundBits(ReadOnlySpan<byte> frame, Mp3Header header)
    {
        Span<byte> side = stackalloc byte[32];
        frame.Slice(header.SideAt, header.SideBytes).CopyTo(side);
        var bits = new BitCursor(side[..header.SideBytes]);
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

    private static void WriteChecksum(byte[] frame, Mp3Header header)
    {
        var crc = 0xFFFF;
        Span<byte> covered = stackalloc byte[2 + 32];
        frame.AsSpan(2, 2).CopyTo(covered);
        frame.AsSpan(header.SideAt, header.SideBytes).CopyTo(covered[2..]);
        foreach (var b in covered[..(2 + header.SideBytes)])
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x8005) & 0xFFFF : crc << 1;
            }
        }

        frame[4] = (byte)(crc >> 8);
        frame[5] = (byte)crc;
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
