namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>The frame header, T.81 B.2.2, with the block geometry of A.1 and A.2.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(byte marker, int width, int height, JpegComponent[] components)
    {
        Marker = marker;
        Width = width;
        Height = height;
        Components = components;
    }

    public byte Marker { get; }

    public bool Progressive => Marker == 0xC2;

    public int Width { get; }

    public int Height { get; }

    public JpegComponent[] Components { get; }

    public int McusPerLine { get; private set; }

    public int McuLines { get; private set; }

    public static JpegFrame Parse(byte marker, ReadOnlySpan<byte> body)
    {
        if (body.Length < 6 || body.Length != 6 + (3 * body[5]))
        {
            throw RefusedException.Damaged("A frame header of the wrong length.");
        }

        if (body[0] != 8)
        {
            throw RefusedException.NotSupported("JPEG with other than 8 bits a sample.");
        }

        var height = (body[1] << 8) | body[2];
        var width = (body[3] << 8) | body[4];
        if (height == 0)
        {
            throw RefusedException.NotSupported("JPEG whose height comes after the picture (DNL).");
        }

        if (body[5] is not (1 or 3 or 4))
        {
            throw RefusedException.NotSupported("JPEG with an unusual number of components.");
        }

        var components = new JpegComponent[body[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var part = body.Slice(6 + (3 * i), 3);
            int h = part[1] >> 4;
            int v = part[1] & 15;
            if (h is < 1 or > 4 || v is < 1 or > 4 || part[2] > 3)
            {
                throw RefusedException.Damaged("A component with impossible sampling.");
            }

            for (var j = 0; j < i; j++)
            {
                if (components[j].Id == part[0])
                {
                    throw RefusedException.Damaged("Two components with one name.");
                }
            }

            components[i] = new JpegComponent { Id = part[0], H = h, V = v, QuantSlot = part[2] };
        }

        var frame = new JpegFrame(marker, width, height, components);
        var hMax = components.Max(c => c.H);
        var vMax = components.Max(c => c.V);
        frame.McusPerLine = Ceiling(width, 8 * hMax);
        frame.McuLines = Ceiling(height, 8 * vMax);
        foreach (var c in components)
        {
            c.BlocksPerLine = Ceiling(Ceiling(width * c.H, hMax), 8);
            c.BlockLines = Ceiling(Ceiling(height * c.V, vMax), 8);
            c.Stride = frame.McusPerLine * c.H;
            c.PaddedLines = frame.McuLines * c.V;
        }

        return frame;
    }

    private static int Ceiling(int value, int by) => (value + by - 1) / by;
}
