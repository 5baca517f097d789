using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>A known colour space said with PNG's own chunks, so that no profile stands in the file at all.</summary>
internal static class PngColour
{
    private const uint Gama = 0x67414D41;
    private const uint Chrm = 0x6348524D;
    private const uint Srgb = 0x73524742;
    private const uint Cicp = 0x63494350;

    /// <summary>Chunks for a space, clauses 11.3.2.1 to 11.3.2.6; values are the published chromaticities times 100000.</summary>
    public static IEnumerable<(uint Type, byte[] Body)> Chunks(CanonicalIccProfile profile) => profile.Name switch
    {
        "sRGB" => [(Srgb, [0])],
        "Display P3" =>
        [
            (Cicp, [12, 13, 0, 1]),
            (Chrm, Numbers(31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)),
            (Gama, Numbers(45455)),
        ],
        _ => [(Chrm, Numbers(31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)), (Gama, Numbers(45471))],
    };

    private static byte[] Numbers(params ReadOnlySpan<int> values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), values[i]);
        }

        return bytes;
    }
}
