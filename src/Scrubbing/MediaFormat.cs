namespace ReportingService.Scrubbing;

/// <summary>The containers that can be scrubbed. Decided by the bytes, never by the file's name or declared type.</summary>
public enum MediaFormat
{
    /// <summary>JPEG, ITU-T T.81.</summary>
    Jpeg,
    /// <summary>PNG and animated PNG, W3C PNG third edition.</summary>
    Png,
    /// <summary>WebP, RFC 9649.</summary>
    Webp,
    /// <summary>GIF87a and GIF89a.</summary>
    Gif,
    /// <summary>HEIC, HEVC pictures in ISO/IEC 23008-12.</summary>
    Heic,
    /// <summary>AVIF, AV1 pictures in ISO/IEC 23008-12.</summary>
    Avif,
    /// <summary>MP4, ISO/IEC 14496-14.</summary>
    Mp4,
    /// <summary>QuickTime movie.</summary>
    QuickTime,
    /// <summary>3GP, 3GPP TS 26.244.</summary>
    ThreeGp,
    /// <summary>MP4 with sound only.</summary>
    M4a,
    /// <summary>Matroska, RFC 9559.</summary>
    Matroska,
    /// <summary>WebM, the Matroska subset.</summary>
    Webm,
    /// <summary>MPEG-1/2 layer III.</summary>
    Mp3,
    /// <summary>RIFF or RF64 WAVE.</summary>
    Wav,
    /// <summary>Ogg with Vorbis or FLAC, RFC 3533.</summary>
    Ogg,
    /// <summary>Ogg with Opus, RFC 7845.</summary>
    Opus,
    /// <summary>FLAC, RFC 9639.</summary>
    Flac,
}
