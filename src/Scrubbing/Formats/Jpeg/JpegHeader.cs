namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>What was learned before the first scan, and how it is written.</summary>
internal sealed class JpegHeader
{
    private const int MaxIcc = IccRecognition.MaxProfileBytes;

    private readonly List<byte[]> iccParts = [];
    private int iccLength;

    public int Orientation { get; set; }

    public bool ExifSeen { get; set; }

    public bool JfifSeen { get; set; }

    /// <summary>The Adobe colour transform, or -1.</summary>
    public int AdobeTransform { get; set; } = -1;

    /// <summary>Segments passed through while a rule is switched off by a test.</summary>
    public List<byte[]> PassedThrough { get; } = [];

    public void AddIcc(ReadOnlySpan<byte> part)
    {
        if (iccLength + part.Length <= MaxIcc)
        {
            iccParts.Add(part.ToArray());
            iccLength += part.Length;
        }
    }

    /// <summary>Writes everything before the tables and settles the component names.</summary>
    public void Write(ScrubWriter output, JpegFrame frame)
    {
        output.WriteUInt16Big(0xFFD8);
        if (Orientation > 1)
        {
            output.WriteUInt16Big(0xFFE1);
            output.WriteUInt16Big(2 + 6 + ExifOrientation.Length);
            output.Write("Exif\0\0"u8);
            output.Write(ExifOrientation.Build(Orientation));
        }

        if (frame.Components.Length == 3 && IccRecognition.Recognise(Join()) is { } profile)
        {
            output.WriteUInt16Big(0xFFE2);
            output.WriteUInt16Big((ushort)(2 + 14 + profile.Bytes.Length));
            output.Write("ICC_PROFILE\0\u0001\u0001"u8);
            output.Write(profile.Bytes.AsSpan());
        }

        WriteColour(output, frame.Components);
        foreach (var segment in PassedThrough)
        {
            output.Write(segment);
        }
    }

    // How viewers decide between YCbCr, RGB, CMYK and YCCK: JFIF first, then Adobe, then the names of the components.
    private void WriteColour(ScrubWriter output, JpegComponent[] components)
    {
        var transform = components.Length switch
        {
            3 when !JfifSeen && AdobeTransform >= 0 => AdobeTransform == 0 ? 0 : 1,
            4 when AdobeTransform >= 0 => AdobeTransform == 0 ? 0 : 2,
            _ => -1,
        };
        var namedRgb = components.Length == 3 && !JfifSeen && AdobeTransform < 0
            && components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B';
        for (var i = 0; i < components.Length; i++)
        {
            components[i].OutId = namedRgb ? components[i].Id : (byte)(i + 1);
        }

        if (transform >= 0)
        {
            output.Write([0xFF, 0xEE, 0, 14, (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', 0, 100, 0, 0, 0, 0, (byte)transform]);
        }
    }

    private byte[] Join()
    {
        // The profile is cut into numbered parts; real files hold them in order.
        return [.. iccParts.SelectMany(p => p)];
    }
}
