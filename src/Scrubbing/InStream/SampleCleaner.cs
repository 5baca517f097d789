namespace ReportingService.Scrubbing.InStream;

/// <summary>
/// Overwrites what encoders and cameras write beside the picture inside a sample: same length, so tables stay valid;
/// decoders skip it, so decoded pixels stay identical.
/// </summary>
/// <param name="Codec">Layout of the samples.</param>
/// <param name="LengthSize">Bytes of the length before each NAL unit (AVC and HEVC), 1, 2 or 4.</param>
internal readonly record struct SampleCleaner(SampleCodec Codec, int LengthSize = 4)
{
    public bool TouchesSamples => Codec is not (SampleCodec.Opaque or SampleCodec.H263);

    /// <summary>Cleans one sample in place.</summary>
    /// <exception cref="RefusedException">The sample contradicts its own layout.</exception>
    public void Clean(Span<byte> sample, ScrubContext context)
    {
        switch (Codec)
        {
            case SampleCodec.Avc or SampleCodec.Hevc when context.Rules.Hold("stream.sei"):
                NalCleaner.Clean(sample, LengthSize, Codec == SampleCodec.Hevc, context);
                break;
            case SampleCodec.Av1 when context.Rules.Hold("stream.obu"):
                ObuCleaner.Clean(sample, context);
                break;
            case SampleCodec.Mpeg4Visual when context.Rules.Hold("stream.user-data"):
                StartCodeCleaner.Clean(sample, context);
                break;
            case SampleCodec.Jpeg when context.Rules.Hold("stream.jpeg"):
                JpegFrameCleaner.Clean(sample, context);
                break;
            case SampleCodec.Aac when context.Rules.Hold("stream.aac"):
                AacCleaner.Clean(sample, context);
                break;
            case SampleCodec.MpegAudio when context.Rules.Hold("stream.mpeg-audio"):
                MpegAudioCleaner.Clean(sample, context);
                break;
            case SampleCodec.ProRes when context.Rules.Hold("stream.prores"):
                ProResCleaner.Clean(sample, context);
                break;
        }
    }
}
