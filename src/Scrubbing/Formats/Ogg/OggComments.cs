namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>The comment header every Ogg codec demands, saying nothing: no vendor, no comments.</summary>
internal static class OggComments
{
    public static byte[] Empty(OggKind kind) => kind switch
    {
        OggKind.Vorbis => [3, .. "vorbis"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        OggKind.Opus => [.. "OpusTags"u8, 0, 0, 0, 0, 0, 0, 0, 0],
        _ => [0x84, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0],
    };
}
