namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>The four bytes before each layer III frame (ISO/IEC 11172-3 2.4.1.3, ISO/IEC 13818-3).</summary>
internal readonly record struct Mp3Header(int Version, int Rate, int Size, bool Mono, bool Protected)
{
    private static readonly int[] Rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Frequencies = [44100, 48000, 32000];

    /// <summary>1 for MPEG-1, 2 for MPEG-2, 3 for the unofficial 2.5.</summary>
    public bool IsFirst => Version == 1;

    public int SideBytes => IsFirst ? Mono ? 17 : 32 : Mono ? 9 : 17;

    /// <summary>Where the side information begins.</summary>
    public int SideAt => Protected ? 6 : 4;

    public int MainAt => SideAt + SideBytes;

    public static bool TryRead(ReadOnlySpan<byte> data, out Mp3Header header)
    {
        header = default;
        if (data.Length < 4 || data[0] != 0xFF || (data[1] & 0xE0) != 0xE0)
        {
            return false;
        }

        var version = ((data[1] >> 3) & 3) switch { 3 => 1, 2 => 2, 0 => 3, _ => 0 };
        var layer = (data[1] >> 1) & 3;
        var bitrate = data[2] >> 4;
        var frequency = (data[2] >> 2) & 3;
        if (version == 0 || layer != 1 || bitrate is 0 or 15 || frequency == 3 || (data[3] & 3) == 2)
        {
            return false;
        }

        var rate = Frequencies[frequency] >> (version - 1);
        var kilobits = version == 1 ? Rates1[bitrate] : Rates2[bitrate];
        var size = (version == 1 ? 144 : 72) * kilobits * 1000 / rate + ((data[2] >> 1) & 1);
        header = new Mp3Header(version, rate, size, data[3] >> 6 == 3, (data[1] & 1) == 0);
        return size > header.MainAt;
    }

    /// <summary>The same stream may change bit rate and channel mode, not version and sampling rate.</summary>
    public bool Continues(Mp3Header first) => Version == first.Version && Rate == first.Rate;
}
