namespace ReportingService.Scrubbing;

/// <summary>
/// One container format: recognises it, rebuilds it, and reads the result a second time with separate strict code.
/// Instances hold no state; everything about a file lives in the context and in locals.
/// </summary>
internal abstract class FormatScrubber
{
    /// <summary>Bytes offered to <see cref="Sniff"/>; fewer when the file is shorter.</summary>
    public const int SniffLength = 4096;

    /// <summary>The format when the first bytes are this container's magic, else null.</summary>
    public abstract MediaFormat? Sniff(ReadOnlySpan<byte> head);

    /// <summary>Reads the input from its first byte and writes the rebuilt file. Throws <see cref="RefusedException"/>.</summary>
    public abstract Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context);

    /// <summary>
    /// Reads the output as it is written (as a coroutine: it only ever awaits the reader) and throws on anything outside the
    /// allow-list. Must consume everything to the end. Must not share parsing code with <see cref="ScrubAsync"/>.
    /// </summary>
    public abstract Task VerifyAsync(ScrubReader output, ScrubContext context);
}
