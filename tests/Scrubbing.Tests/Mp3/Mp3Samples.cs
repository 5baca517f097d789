namespace ReportingService.Scrubbing.Tests;

/// <summary>Small MP3 files of silent frames.</summary>
internal static class Mp3Samples
{
    private const int FrameBytes = 417;

    public static MediaSamples Format { get; } = new("mp3", MediaFormat.Mp3, Build(), ["mp3.ancillary", "mp3.tags"], Places(), [Build(info: Info([])), Build(frames: 9)]);

    public static byte[] Build(byte[]? before = null, byte[]? between = null, byte[]? after = null, byte[]? ancillary = null, byte[]? info = null, int frames = 5)
    {
        var all = Enumerable.Range(0, frames).Select(i => Frame(i == 2 ? ancillary ?? [] : [], i)).ToArray();
        return [.. before ?? [], .. info ?? [], .. all[0], .. all[1], .. between ?? [], .. all.Skip(2).SelectMany(f => f), .. after ?? []];
    }

    // 128 kbit/s, 44.1 kHz, stereo: 32 bytes of side information, then 40 bits of "sound" in the first granule.
    private static byte[] Frame(byte[] ancillary, int number)
    {
        var frame = new byte[FrameBytes];
        byte[] head = [0xFF, 0xFB, 0x90, 0x00];
        head.CopyTo(frame, 0);
        var bits = 9 + 3 + 8;
        for (var i = 0; i < 12; i++)
        {
            frame[4 + ((bits + i) >> 3)] |= (byte)(((40 >> (11 - i)) & 1) << (7 - ((bits + i) & 7)));
        }

        byte[] sound = [0x11, 0x22, (byte)number, 0x44, 0x55];
        sound.CopyTo(frame, 36);
        ancillary.CopyTo(frame, 60);
        return frame;
    }

    private static byte[] Info(byte[] name)
    {
        var frame = new byte[FrameBytes];
        byte[] head = [0xFF, 0xFB, 0x90, 0x00];
        head.CopyTo(frame, 0);
        byte[] tag = [.. "Info"u8, 0, 0, 0, 1, 0, 0, 0, 5, .. "LAME"u8, .. name];
        tag.CopyTo(frame, 36);
        return frame;
    }

    private static HidingPlace[] Places() =>
    [
        new("ID3v2", "mp3.tags", s => Build(before: [.. "ID3"u8, 4, 0, 0, 0, 0, 0, (byte)(10 + s.Length), .. "TXXX"u8, .. Bytes.Big32(s.Length), 0, 0, .. s])),
        new("ID3v1", "", s => Build(after: [.. "TAG"u8, .. s, .. new byte[125 - s.Length]])),
        new("APE", "", s => Build(after: [.. "APETAGEX"u8, .. new byte[24], .. s])),
        new("Lyrics3", "", s => Build(after: [.. "LYRICSBEGIN"u8, .. s, .. "LYRICS200"u8])),
        new("between frames", "mp3.tags", s => Build(between: s)),
        new("ID3 between frames", "mp3.tags", s => Build(between: [.. "ID3"u8, 4, 0, 0, 0, 0, 0, (byte)s.Length, .. s])),
        new("ancillary data", "mp3.ancillary", s => Build(ancillary: s)),
        new("encoder string", "", s => Build(info: Info([.. "3.100"u8, .. s]))) { SameAsPlain = false },
        new("behind the info tag", "", s => Build(info: Info([.. new byte[60], .. s]))) { SameAsPlain = false },
    ];
}
