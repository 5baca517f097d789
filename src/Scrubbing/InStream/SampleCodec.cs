namespace ReportingService.Scrubbing.InStream;

/// <summary>How the bytes of one sample (frame) are laid out, as far as the cleaning of streams needs to know.</summary>
internal enum SampleCodec
{
    /// <summary>No place for text that is known: copied.</summary>
    Opaque,
    Avc,
    Hevc,
    Av1,
    Mpeg4Visual,
    Jpeg,
    Aac,
    ProRes,
    H263,
    MpegAudio,
}
