using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Wav;

/// <summary>The format chunk (RIFF WAVE, mmreg.h): fields known for its tag, re-made; nothing else.</summary>
internal static class WavFormat
{
    public const ushort Pcm = 1;
    public const ushort Extensible = 0xFFFE;
    public const ushort MpegLayer3 = 0x55;

    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>The rebuilt chunk body, or a refusal.</summary>
    public static byte[] Rebuild(ReadOnlySpan<byte> body)
    {
        if (body.Length < 14)
        {
            throw RefusedException.Damaged("A format chunk is too short.");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        if (channels is 0 or > 64)
        {
            throw RefusedException.Damaged("A sound without channels.");
        }

        var extra = body.Length >= 18 ? body[18..] : [];
        var size = tag switch
        {
            Pcm => 16,
            3 or 6 or 7 => 18,
            0x11 => 20,
            2 => 50,
            MpegLayer3 => 30,
            Extensible => 40,
            _ => throw RefusedException.NotSupported("Sound coded in a way that is not on the list."),
        };
        var made = new byte[size];
        body[..Math.Min(16, body.Length)].CopyTo(made);
        if (size > 16)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(made.AsSpan(16), (ushort)(size - 18));
        }

        if (size <= 18)
        {
            return made;
        }

        if (extra.Length < size - 18)
        {
            throw RefusedException.Damaged("A format chunk is too short.");
        }

        extra[..(size - 18)].CopyTo(made.AsSpan(18));
        if (tag == Extensible)
        {
            // Threat: the identifier of the sub-format has room for sixteen bytes of anything.
            var sub = BinaryPrimitives.ReadUInt16LittleEndian(extra[6..]);
            if (sub is not (Pcm or 3 or 6 or 7) || !extra.Slice(8, 14).SequenceEqual(GuidTail))
            {
                throw RefusedException.NotSupported("Sound coded in a way that is not on the list.");
            }
        }
        else if (tag == 2 && !IsStandardAdpcm(extra))
        {
            throw RefusedException.NotSupported("Sound coded in a way that is not on the list.");
        }

        return made;
    }

    private static bool IsStandardAdpcm(ReadOnlySpan<byte> extra)
    {
        ReadOnlySpan<short> coefficients = [7, 256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232];
        for (var i = 0; i < coefficients.Length; i++)
        {
            if (BinaryPrimitives.ReadInt16LittleEndian(extra[(2 + i * 2)..]) != coefficients[i])
            {
                return false;
            }
        }

        return true;
    }
}
