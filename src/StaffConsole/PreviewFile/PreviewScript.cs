namespace ReportingService.StaffConsole.PreviewFile;

/// <summary>
/// What runs inside the sandbox: a fixed text per kind, nothing of a report in it. The file comes on standard input, the preview
/// leaves on standard output, and both lie meanwhile in memory that no other process sees.
/// </summary>
internal static class PreviewScript
{
    private const string Decode = "ffmpeg -nostdin -hide_banner -loglevel quiet -threads 1 -protocol_whitelist file,pipe";
    private const string StillSize = "scale='min(1280,iw)':'min(1280,ih)':force_original_aspect_ratio=decrease";
    private const string ClipSize = "scale='min(640,iw)':'min(640,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2";

    /// <summary>
    /// Phones' HEIC photos are beyond some builds of ffmpeg; then libvips decodes them where it is installed. The second picture a film
    /// offers (after its first half second) says more than a black first one.
    /// </summary>
    private const string Still =
        $$"""
        cat > in
        {{Decode}} -ss 0.5 -i in -frames:v 1 -vf "{{StillSize}}" -q:v 4 -f image2 -c:v mjpeg out.jpg
        [ -s out.jpg ] || {{Decode}} -i in -frames:v 1 -vf "{{StillSize}}" -q:v 4 -f image2 -c:v mjpeg out.jpg
        [ -s out.jpg ] || vipsthumbnail in --size '1280x1280>' -o 'out.jpg[Q=80,strip]' 2>/dev/null
        [ -s out.jpg ] && cat out.jpg
        """;

    private const string Clip =
        $$"""
        cat > in
        {{Decode}} -i in -t 10 -map 0:v:0 -map 0:a:0? -vf "{{ClipSize}}" -r 15 -c:v libx264 -preset veryfast -crf 30 -pix_fmt yuv420p -c:a aac -b:a 64k -ac 1 -movflags +faststart -f mp4 out.mp4
        [ -s out.mp4 ] && cat out.mp4
        """;

    private const string Waveform =
        $$"""
        cat > in
        {{Decode}} -t 600 -i in -filter_complex 'aformat=channel_layouts=mono,showwavespic=s=800x120:colors=#4a7fb5' -frames:v 1 -f image2 -c:v png out.png
        [ -s out.png ] && cat out.png
        """;

    /// <summary>The text for the shell.</summary>
    public static string Of(PreviewKind kind) => kind switch
    {
        PreviewKind.Still => Still,
        PreviewKind.Clip => Clip,
        PreviewKind.Waveform => Waveform,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
