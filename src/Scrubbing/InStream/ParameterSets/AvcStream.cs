namespace ReportingService.Scrubbing.InStream;

/// <summary>What a picture parameter set of H.264 depends on, from the sequence parameter set.</summary>
/// <param name="Chroma">chroma_format_idc.</param>
/// <param name="SmallPictureSets">The profile has no 8x8 transform, so picture parameter sets end before it.</param>
internal readonly record struct AvcStream(int Chroma, bool SmallPictureSets)
{
    public static AvcStream Of(ReadOnlySpan<byte> sequence)
    {
        var bits = new RbspBits(RbspBits.Unescape(sequence[1..]));
        var profile = bits.Read(8);
        var constraints = bits.Read(8) >> 5;
        bits.Skip(8);
        bits.Golomb();
        return HasChroma(profile) ? new AvcStream((int)bits.Golomb(), false) : new AvcStream(1, profile is 66 or 77 or 88 && constraints != 0);
    }

    /// <summary>Profiles whose sequence parameter sets name a chroma format (ITU-T H.264 7.3.2.1.1).</summary>
    public static bool HasChroma(uint profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;
}
