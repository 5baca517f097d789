namespace ReportingService.Scrubbing;

/// <summary>Facts about formats that callers need: kind, file extension, media type.</summary>
public static class MediaFormats
{
    /// <summary>Picture, video or sound.</summary>
    public static MediaKind Kind(this MediaFormat format) => format switch
    {
        MediaFormat.Jpeg or MediaFormat.Png or MediaFormat.Webp or MediaFormat.Gif or MediaFormat.Heic or MediaFormat.Avif => MediaKind.Picture,
        MediaFormat.Mp4 or MediaFormat.QuickTime or MediaFormat.ThreeGp or MediaFormat.Matroska or MediaFormat.Webm => MediaKind.Video,
        _ => MediaKind.Sound,
    };

    /// <summary>The usual file extension, with its dot.</summary>
    public static string Extension(this MediaFormat format) => format switch
    {
        MediaFormat.Jpeg => ".jpg",
        MediaFormat.Png => ".png",
        MediaFormat.Webp => ".webp",
        MediaFormat.Gif => ".gif",
        MediaFormat.Heic => ".heic",
        MediaFormat.Avif => ".avif",
        MediaFormat.Mp4 => ".mp4",
        MediaFormat.QuickTime => ".mov",
        MediaFormat.ThreeGp => ".3gp",
        MediaFormat.M4a => ".m4a",
        MediaFormat.Matroska => ".mkv",
        MediaFormat.Webm => ".webm",
        MediaFormat.Mp3 => ".mp3",
        MediaFormat.Wav => ".wav",
        MediaFormat.Ogg => ".ogg",
        MediaFormat.Opus => ".opus",
        _ => ".flac",
    };

    /// <summary>The media type to serve the scrubbed file with.</summary>
    public static string MediaType(this MediaFormat format) => format switch
    {
        MediaFormat.Jpeg => "image/jpeg",
        MediaFormat.Png => "image/png",
        MediaFormat.Webp => "image/webp",
        MediaFormat.Gif => "image/gif",
        MediaFormat.Heic => "image/heic",
        MediaFormat.Avif => "image/avif",
        MediaFormat.Mp4 => "video/mp4",
        MediaFormat.QuickTime => "video/quicktime",
        MediaFormat.ThreeGp => "video/3gpp",
        MediaFormat.M4a => "audio/mp4",
        MediaFormat.Matroska => "video/x-matroska",
        MediaFormat.Webm => "video/webm",
        MediaFormat.Mp3 => "audio/mpeg",
        MediaFormat.Wav => "audio/wav",
        MediaFormat.Ogg or MediaFormat.Opus => "audio/ogg",
        _ => "audio/flac",
    };
}
