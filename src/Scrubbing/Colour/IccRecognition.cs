using System.Buffers.Binary;

namespace ReportingService.Scrubbing;

/// <summary>
/// Recognises well-known RGB spaces in an uploader's profile by primaries and tone curve, so that colours stay right without
/// one byte of that profile. Anything unusual is not recognised, which only means that no profile is written.
/// </summary>
internal static class IccRecognition
{
    private const int MaxTags = 100;

    /// <summary>More than any matrix profile needs.</summary>
    public const int MaxProfileBytes = 4 << 20;

    // Red, green, blue as XYZ relative to D50, in the order of CanonicalIcc.Profiles.
    private static readonly double[][] Primaries =
    [
        [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141],
        [0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841],
        [0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446],
    ];

    public static CanonicalIccProfile? Recognise(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < 132 || !profile.Slice(36, 4).SequenceEqual("acsp"u8) || !profile.Slice(16, 8).SequenceEqual("RGB XYZ "u8))
        {
            return null;
        }

        Span<double> colorants = stackalloc double[9];
        if (!Xyz(Tag(profile, "rXYZ"u8), colorants) || !Xyz(Tag(profile, "gXYZ"u8), colorants[3..]) || !Xyz(Tag(profile, "bXYZ"u8), colorants[6..]))
        {
            return null;
        }

        // sRGB gives 0.214 at one half, gamma 2.2 gives 0.218.
        var middle = CurveAtHalf(Tag(profile, "gTRC"u8));
        if (middle is not (> 0.195 and < 0.235))
        {
            return null;
        }

        for (var space = 0; space < Primaries.Length; space++)
        {
            var near = true;
            for (var i = 0; i < 9; i++)
            {
                near &= Math.Abs(colorants[i] - Primaries[space][i]) < 0.004;
            }

            if (near)
            {
                return CanonicalIcc.Profiles[space];
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name)
    {
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(profile[128..]), MaxTags);
        for (var i = 0; i < count && 144 + (12 * i) <= profile.Length; i++)
        {
            var entry = profile.Slice(132 + (12 * i), 12);
            if (entry[..4].SequenceEqual(name))
            {
                long offset = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
                long size = BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
                return offset + size <= profile.Length ? profile.Slice((int)offset, (int)size) : default;
            }
        }

        return default;
    }

    private static bool Xyz(ReadOnlySpan<byte> tag, Span<double> into)
    {
        if (tag.Length < 20 || !tag[..4].SequenceEqual("XYZ "u8))
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            into[i] = Fixed(tag[(8 + (4 * i))..]);
        }

        return true;
    }

    private static double Fixed(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes) / 65536.0;

    private static double? CurveAtHalf(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 12)
        {
            return null;
        }

        if (tag[..4].SequenceEqual("curv"u8))
        {
            var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            if (count > 65536 || tag.Length < 12 + (2 * count) || count == 0)
            {
                return null;
            }

            return count == 1
                ? Math.Pow(0.5, BinaryPrimitives.ReadUInt16BigEndian(tag[12..]) / 256.0)
                : BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + (2 * (int)(count / 2)))..]) / 65535.0;
        }

        if (tag[..4].SequenceEqual("para"u8))
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
            if (type == 0 && tag.Length >= 16)
            {
                return Math.Pow(0.5, Fixed(tag[12..]));
            }

            if (type is 3 or 4 && tag.Length >= 32)
            {
                return Math.Pow((Fixed(tag[16..]) * 0.5) + Fixed(tag[20..]), Fixed(tag[12..]));
            }
        }

        return null;
    }
}
