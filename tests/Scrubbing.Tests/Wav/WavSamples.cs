namespace ReportingService.Scrubbing.Tests;

/// <summary>Small WAVE files.</summary>
internal static class WavSamples
{
    private static readonly byte[] Sound = [.. Enumerable.Range(0, 201).Select(i => (byte)(i * 7))];

    public static MediaSamples Format { get; } = new(
        "wav", MediaFormat.Wav, Build(), ["wav.chunks"], Places(), [Build(format: [3, 0, .. Pcm()[2..], 0, 0]), Build(open: true)]);

    private static byte[] Chunk(string type, byte[] body) => [.. Bytes.Latin(type), .. Bytes.Little32(body.Length), .. body, .. new byte[body.Length & 1]];

    private static byte[] Pcm() => [1, 0, 1, 0, .. Bytes.Little32(8000), .. Bytes.Little32(8000), 1, 0, 8, 0];

    private static byte[] Build(byte[]? before = null, byte[]? between = null, byte[]? after = null, byte[]? format = null, byte pad = 0, bool open = false)
    {
        byte[] data = open ? [.. "data"u8, 0xFF, 0xFF, 0xFF, 0xFF, .. Sound] : [.. "data"u8, .. Bytes.Little32(Sound.Length), .. Sound, pad];
        byte[] body = [.. "WAVE"u8, .. before ?? [], .. Chunk("fmt ", format ?? Pcm()), .. between ?? [], .. data, .. after ?? []];
        return [.. "RIFF"u8, .. Bytes.Little32(body.Length), .. body];
    }

    private static HidingPlace[] Places() =>
    [
        new("list", "wav.chunks", s => Build(between: Chunk("LIST", [.. "INFOIART"u8, .. Bytes.Little32(s.Length), .. s]))),
        new("broadcast", "wav.chunks", s => Build(before: Chunk("bext", s))),
        new("list behind", "", s => Build(after: Chunk("LIST", s))),
        new("ID3 behind", "", s => Build(after: Chunk("id3 ", s))),
        new("second sound", "", s => Build(after: Chunk("data", s))),
        new("format tail", "", s => Build(format: [.. Pcm(), .. Bytes.Little32(s.Length)[..2], .. s])),
        new("bytes behind", "", s => [.. Build(), .. s]),
        new("unknown", "wav.chunks", s => Build(between: Chunk("abcd", s))),
    ];
}
