using System.Buffers.Binary;

namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// The second look at samples, written apart from the cleaners: says whether a sample of the output holds nothing but coded
/// media and filler. Throws <c>verify_failed</c>.
/// </summary>
internal static class SampleAudit
{
    private static ReadOnlySpan<byte> UserData => [0, 0, 1, 0xB2];

    /// <summary>Reads one sample from the output and checks it.</summary>
    public static async ValueTask PassAsync(ScrubReader reader, long length, SampleCleaner layout)
    {
        switch (layout.Codec)
        {
            case SampleCodec.Avc or SampleCodec.Hevc:
                await PassUnitsAsync(reader, length, layout);
                break;
            case SampleCodec.Av1 or SampleCodec.Mpeg4Visual or SampleCodec.Jpeg or SampleCodec.ProRes:
                if (length <= reader.Window)
                {
                    await reader.RequireAsync((int)length);
                    Check(reader.Buffered[..(int)length], layout.Codec);
                    reader.Consume((int)length);
                }
                else
                {
                    Fail(length > 16 << 20);
                    Check(await reader.ReadAsync((int)length), layout.Codec);
                }

                break;
            default:
                await reader.SkipAsync(length);
                break;
        }
    }

    /// <summary>Checks one NAL unit.</summary>
    public static void CheckUnit(ReadOnlySpan<byte> unit, bool hevc)
    {
        if (hevc)
        {
            var head = BinaryPrimitives.ReadUInt16BigEndian(unit);
            var type = head >> 9;
            Fail((head & 0x81F8) != 0);
            if (type == 38)
            {
                Fail(unit.Length > 2 && (unit[^1] != 0x80 || unit[2..^1].ContainsAnyExcept((byte)0xFF)));
            }
            else if (type is 39 or 40)
            {
                Fail(!OnlyFillerMessages(unit[2..], false));
            }
            else
            {
                Fail(type is (> 9 and < 16) or (> 21 and < 32) or > 40 || (type is 36 or 37 && unit[2..].ContainsAnyExcept((byte)0)));
            }
        }
        else
        {
            var type = unit[0] & 0x1F;
            if (type == 12)
            {
                Fail(unit.Length > 1 && (unit[^1] != 0x80 || unit[1..^1].ContainsAnyExcept((byte)0xFF)));
            }
            else if (type == 6)
            {
                Fail(!OnlyFillerMessages(unit[1..], true));
            }
            else
            {
                Fail(type is 0 or > 12 || (type is 10 or 11 && unit[1..].ContainsAnyExcept((byte)0)));
            }
        }
    }

    private static async ValueTask PassUnitsAsync(ScrubReader reader, long length, SampleCleaner layout)
    {
        while (length > 0)
        {
            if (length < layout.LengthSize)
            {
                await reader.RequireAsync((int)length);
                Fail(reader.Buffered[..(int)length].ContainsAnyExcept((byte)0));
                reader.Consume((int)length);
                return;
            }

            await reader.RequireAsync(layout.LengthSize);
            long size = 0;
            foreach (var b in reader.Buffered[..layout.LengthSize])
            {
                size = (size << 8) | b;
            }

            reader.Consume(layout.LengthSize);
            length -= layout.LengthSize;
            Fail(size > length);
            length -= size;
            if (size == 0)
            {
                continue;
            }

            var hevc = layout.Codec == SampleCodec.Hevc;
            await reader.RequireAsync((int)Math.Min(size, 2));
            if (hevc && size == 1)
            {
                Fail(reader.Buffered[0] != 0);
                reader.Consume(1);
                continue;
            }

            if (IsSlice(reader.Buffered, hevc))
            {
                await reader.SkipAsync(size);
            }
            else if (size <= reader.Window)
            {
                await reader.RequireAsync((int)size);
                CheckUnit(reader.Buffered[..(int)size], hevc);
                reader.Consume((int)size);
            }
            else
            {
                CheckUnit(await reader.ReadAsync((int)size), hevc);
            }
        }
    }

    private static bool IsSlice(ReadOnlySpan<byte> head, bool hevc) =>
        hevc ? (head[0] & 0x81) == 0 && (head[0] >> 1) is <= 9 or (>= 16 and <= 21) && (head[1] & 0xF8) == 0 && (head[0] & 1) == 0
             : (head[0] & 0x1F) is >= 1 and <= 5;

    private static bool OnlyFillerMessages(ReadOnlySpan<byte> body, bool recoveryAllowed)
    {
        while (body.Length > 0 && body[0] != 0x80)
        {
            if (body.Length < 2 || body.Length < 2 + body[1])
            {
                return body.Length == 1 && body[0] == 0;
            }

            var payload = body.Slice(2, body[1]);
            var fine = body[0] == 3 ? !payload.ContainsAnyExcept((byte)0xFF) : body[0] == 6 && recoveryAllowed && payload.Length is >= 1 and <= 6;
            if (!fine)
            {
                return body.Length > 0 && !body.ContainsAnyExcept((byte)0);
            }

            recoveryAllowed &= body[0] != 6;
            body = body[(2 + body[1])..];
        }

        return body.Length == 0 || !body[1..].ContainsAnyExcept((byte)0);
    }

    private static void Check(ReadOnlySpan<byte> sample, SampleCodec codec)
    {
        switch (codec)
        {
            case SampleCodec.Av1:
                CheckObus(sample);
                break;
            case SampleCodec.Mpeg4Visual:
                CheckUserData(sample);
                break;
            case SampleCodec.Jpeg:
                CheckJpeg(sample);
                break;
            default:
                Fail(sample.Length < 20 || !sample[12..16].SequenceEqual("apl0"u8));
                break;
        }
    }

    private static void CheckObus(ReadOnlySpan<byte> sample)
    {
        while (sample.Length > 0)
        {
            var type = sample[0] >> 3;
            var at = (sample[0] & 4) != 0 ? 2 : 1;
            long size = sample.Length - at;
            if ((sample[0] & 2) != 0)
            {
                size = 0;
                for (var shift = 0; ; shift += 7)
                {
                    Fail(at >= sample.Length || shift > 49);
                    size |= (long)(sample[at] & 0x7F) << shift;
                    if (sample[at++] < 0x80)
                    {
                        break;
                    }
                }
            }

            Fail(size < 0 || size > sample.Length - at);
            var body = sample.Slice(at, (int)size);
            Fail(type switch
            {
                1 or 3 or 4 or 6 or 7 or 8 => false,
                2 => body.ContainsAnyExcept((byte)0),
                15 => body.Length > 0 && (body[^1] != 0x80 || body[..^1].ContainsAnyExcept((byte)0)),
                _ => true,
            });
            sample = sample[(at + (int)size)..];
        }
    }

    private static void CheckUserData(ReadOnlySpan<byte> sample)
    {
        for (var at = sample.IndexOf(UserData); at >= 0; at = sample.IndexOf(UserData))
        {
            sample = sample[(at + 4)..];
            var end = sample.IndexOf(UserData[..3]);
            var text = end < 0 ? sample : sample[..end];
            if (text.StartsWith("XviD"u8) && text.Length >= 8)
            {
                text = text[8..];
            }
            else if (text.StartsWith("DivX"u8) && text.Length >= 13)
            {
                text = text[13..];
            }

            Fail(text.ContainsAnyExcept((byte)' '));
        }
    }

    private static void CheckJpeg(ReadOnlySpan<byte> frame)
    {
        var at = 2;
        while (at + 4 <= frame.Length && frame[at] == 0xFF && frame[at + 1] != 0xDA && frame[at + 1] != 0xD9)
        {
            if (frame[at + 1] is 0xFF)
            {
                at++;
                continue;
            }

            if (frame[at + 1] is 0xD8 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 2)..]);
            Fail(length < 2 || at + 2 + length > frame.Length);
            var body = frame.Slice(at + 4, length - 2);
            Fail(frame[at + 1] switch
            {
                0xE0 or 0xEE => body.Length > 14 && body.ContainsAnyExcept((byte)0),
                0xFE or (>= 0xE1 and <= 0xEF) => body.ContainsAnyExcept((byte)0),
                _ => false,
            });
            at += 2 + length;
        }
    }

    private static void Fail(bool wrong)
    {
        if (wrong)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "A sample of the result holds more than coded media.");
        }
    }
}
