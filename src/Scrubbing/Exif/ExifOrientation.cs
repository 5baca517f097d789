namespace ReportingService.Scrubbing;

/// <summary>The one Exif block that ever stands in an output: a single IFD with a single entry, Orientation.</summary>
internal static class ExifOrientation
{
    /// <summary>Length of the TIFF structure.</summary>
    public const int Length = 26;

    /// <summary>CIPA DC-008 clause 4.5.2 and 4.6.4 A: big-endian header, IFD0 at 8, tag 0x0112 SHORT.</summary>
    public static byte[] Build(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>True when the bytes are exactly what <see cref="Build"/> makes for a turned picture.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> tiff) =>
        tiff.Length == Length && tiff[19] is >= 2 and <= 8 && tiff.SequenceEqual(Build(tiff[19]));
}
