using ReportingService.Scrubbing;

namespace ReportingService.Intake.ReceiveFiles;

/// <summary>What can be cleaned, for the file field and for people.</summary>
public static class AcceptedFormats
{
    /// <summary>For the <c>accept</c> attribute.</summary>
    public static string Accept { get; } = string.Join(',', Enum.GetValues<MediaFormat>().Select(format => format.MediaType()).Distinct()
        .Concat(Enum.GetValues<MediaFormat>().Select(format => format.Extension()).Distinct()));

    /// <summary>The names people know, the same in every language.</summary>
    public static string Names { get; } = string.Join(", ", Enum.GetValues<MediaFormat>().Select(NameOf).Distinct());

    private static string NameOf(MediaFormat format) => format switch
    {
        MediaFormat.Jpeg => "JPEG",
        MediaFormat.QuickTime => "MOV",
        MediaFormat.Webp => "WebP",
        MediaFormat.Matroska => "MKV",
        MediaFormat.Webm => "WebM",
        MediaFormat.ThreeGp => "3GP",
        MediaFormat.Ogg or MediaFormat.Opus => "OGG",
        _ => format.ToString().ToUpperInvariant(),
    };
}
