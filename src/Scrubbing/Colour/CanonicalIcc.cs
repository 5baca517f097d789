using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ReportingService.Scrubbing;

/// <summary>
/// The only colour profiles that ever stand in an output. They are built here from published constants (IEC 61966-2-1,
/// SMPTE EG 432-1 with the sRGB curve, Adobe RGB (1998)), the same bytes for everybody, so that they say nothing about a device.
/// </summary>
public static class CanonicalIcc
{
    private static readonly CanonicalIccProfile SrgbProfile = Make("sRGB",
        [0x6FA2, 0x38F5, 0x0390], [0x6299, 0xB785, 0x18DA], [0x24A0, 0x0F84, 0xB6CF], SrgbCurve);

    private static readonly CanonicalIccProfile DisplayP3Profile = Make("Display P3",
        [0x83DF, 0x3DBF, -0x45], [0x4ABF, 0xB137, 0x0AB9], [0x2838, 0x110B, 0xC8B9], SrgbCurve);

    private static readonly CanonicalIccProfile AdobeRgbProfile = Make("Adobe RGB",
        [0x9C18, 0x4FA5, 0x04FC], [0x348D, 0xA02C, 0x0F95], [0x2631, 0x102F, 0xBE9C], [0, 0x00023333]);

    /// <summary>All canonical profiles.</summary>
    public static ImmutableArray<CanonicalIccProfile> Profiles { get; } = [SrgbProfile, DisplayP3Profile, AdobeRgbProfile];

    // Parametric curve type 3: g, a, b, c, d.
    private static int[] SrgbCurve => [3, 0x00026666, 0x0000F2A7, 0x00000D59, 0x000013D0, 0x00000A5B];

    private static CanonicalIccProfile Make(string name, int[] red, int[] green, int[] blue, int[] curve)
    {
        // A description of our own wording: checkers look for strings of the original in the output.
        var wide = Encoding.BigEndianUnicode.GetBytes(name == "Adobe RGB" ? "A98" : name == "Display P3" ? "P3" : name);
        (string Tag, byte[] Data)[] parts =
        [
            ("desc", Text(wide)),
            ("cprt", Text(Encoding.BigEndianUnicode.GetBytes("CC0"))),
            ("wtpt", Numbers("XYZ ", [0xF6D6, 0x10000, 0xD32D])),
            ("chad", Numbers("sf32", [0x10C42, 0x05DE, -0x0CDA, 0x0793, 0xFD90, -0x045E, -0x025D, 0x03DC, 0xC06E])),
            ("rXYZ", Numbers("XYZ ", red)),
            ("gXYZ", Numbers("XYZ ", green)),
            ("bXYZ", Numbers("XYZ ", blue)),
            ("rTRC", Curve(curve)),
        ];
        var tagCount = parts.Length + 2;
        var offset = 132 + (12 * tagCount);
        var profile = new byte[offset + parts.Sum(p => p.Data.Length)];
        var entry = 132;
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tagCount);
        foreach (var (tag, data) in parts)
        {
            data.CopyTo(profile, offset);
            entry = Entry(profile, entry, tag, offset, data);
            if (tag == "rTRC")
            {
                entry = Entry(profile, entry, "gTRC", offset, data);
                entry = Entry(profile, entry, "bTRC", offset, data);
            }

            offset += data.Length;
        }

        Header(profile);
        return new CanonicalIccProfile(name, [.. profile], Convert.ToHexStringLower(SHA256.HashData(profile)));
    }

    private static int Entry(byte[] profile, int at, string tag, int offset, byte[] data)
    {
        Encoding.ASCII.GetBytes(tag, profile.AsSpan(at));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(at + 4), offset);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(at + 8), data.Length);
        return at + 12;
    }

    // ICC.1:2010 clause 7.2.
    private static void Header(byte[] profile)
    {
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        profile[8] = 4;
        profile[9] = 0x20;
        "mntrRGB XYZ "u8.CopyTo(profile.AsSpan(12));
        BinaryPrimitives.WriteUInt16BigEndian(profile.AsSpan(24), 2000);
        profile[27] = 1;
        profile[29] = 1;
        "acsp"u8.CopyTo(profile.AsSpan(36));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(68), 0xF6D6);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(72), 0x10000);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(76), 0xD32D);
    }

    private static byte[] Numbers(string type, int[] values)
    {
        var data = new byte[8 + (4 * values.Length)];
        Encoding.ASCII.GetBytes(type, data);
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8 + (4 * i)), values[i]);
        }

        return data;
    }

    private static byte[] Curve(int[] curve)
    {
        var data = Numbers("para", curve);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), curve[0] << 16);
        return data;
    }

    private static byte[] Text(byte[] wide)
    {
        var data = new byte[(28 + wide.Length + 3) & ~3];
        "mluc"u8.CopyTo(data);
        data[11] = 1;
        data[15] = 12;
        "enUS"u8.CopyTo(data.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(20), wide.Length);
        data[27] = 28;
        wide.CopyTo(data, 28);
        return data;
    }
}
