namespace ReportingService.Scrubbing;

/// <summary>The containers that can be scrubbed. Decided by the bytes, never by the file's name or declared type.</summary>
public enum MediaFormat
{
    /// <summary>JPEG, ITU-T T.81 (annexes B, F, G).</summary>
    Jpeg,
    /// <summary>PNG and animated PNG, W3C PNG third edition (clauses 5, 10 and 11).</summary>
    Png,
    /// <summary>WebP, RFC 9649 (sections 2 and 3).</summary>
    Webp,
    /// <summary>GIF87a and GIF89a, CompuServe specification of 1990.</summary>
    Gif,
    /// <summary>HEIC, HEVC pictures in ISO/IEC 23008-12 (clauses 6 and 10).</summary>
    Heic,
    /// <summary>AVIF, AV1 pictures in ISO/IEC 23008-12.</summary>
    Avif,
    /// <summary>MP4, ISO/IEC 14496-14 over 14496-12 (clause 8).</summary>
    Mp4,
    /// <summary>QuickTime movie, QuickTime File Format.</summary>
    QuickTime,
    /// <summary>3GP, 3GPP TS 26.244.</summary>
    ThreeGp,
    /// <summary>MP4 with sound only, ISO/IEC 14496-14.</summary>
    M4a,
    /// <summary>Matroska, RFC 9559.</summary>
    Matroska,
    /// <summary>WebM, the subset of RFC 9559 of the WebM project.</summary>
    Webm,
    /// <summary>MPEG-1/2 layer III, ISO/IEC 11172-3 (clause 2.4) and 13818-3.</summary>
    Mp3,
    /// <summary>RIFF or RF64 WAVE, mmreg.h and EBU Tech 3306.</summary>
    Wav,
    /// <summary>Ogg with Vorbis or FLAC, RFC 3533.</summary>
    Ogg,
    /// <summary>Ogg with Opus, RFC 7845.</summary>
    Opus,
    /// <summary>FLAC, RFC 9639.</summary>
    Flac,
}
