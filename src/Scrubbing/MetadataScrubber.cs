using System.Security.Cryptography;

namespace ReportingService.Scrubbing;

/// <summary>
/// Removes metadata by rebuilding a file from its coded media and verifying the result with a second reader. Lossless: decoded
/// pixels and samples stay identical. Deterministic and idempotent. Thread-safe; make one per host.
/// </summary>
/// <example><code>
/// var outcome = await new MetadataScrubber().ScrubAsync(upload, destination);
/// if (outcome is ScrubOutcome.Refused refused) { /* throw away what was written, tell refused.Code */ }
/// </code></example>
public sealed partial class MetadataScrubber
{
    /// <summary>What is told when a file trips our own code; the fuzzers count it.</summary>
    internal const string FaultDetail = "The file contradicts its own format.";

    private readonly ScrubOptions options;

    /// <summary>A scrubber with defaults: no scratch folder, so scratch is held in memory.</summary>
    public MetadataScrubber()
        : this(new ScrubOptions())
    {
    }

    /// <summary>A scrubber with limits, budget and scratch folder.</summary>
    public MetadataScrubber(ScrubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
    }

    /// <summary>Scrubs with the limits of the options.</summary>
    /// <inheritdoc cref="ScrubAsync(Stream, Stream, ScrubLimits, CancellationToken)"/>
    public Task<ScrubOutcome> ScrubAsync(Stream input, Stream output, CancellationToken ct = default) =>
        ScrubAsync(input, output, options.Limits, ct);

    /// <summary>Scrubs one file.</summary>
    /// <param name="input">The file from its first byte. Read forward only, never sought; may be a network stream.</param>
    /// <param name="output">Any writable stream. <b>On <see cref="ScrubOutcome.Refused"/> and on exceptions the caller throws away
    /// what was written</b>; use <see cref="ScrubFileAsync"/> where files should appear only when verified.</param>
    /// <param name="limits">Bounds for this file.</param>
    /// <param name="ct">Cancels; throws <see cref="OperationCanceledException"/>.</param>
    /// <returns><see cref="ScrubOutcome.Clean"/> or <see cref="ScrubOutcome.Refused"/>.</returns>
    /// <exception cref="IOException">The streams themselves failed.</exception>
    public Task<ScrubOutcome> ScrubAsync(Stream input, Stream output, ScrubLimits limits, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(limits);

        // Off the caller's context: the verifier runs as a coroutine of the writer, and parsing is work for a processor.
        return Task.Run(() => RunAsync(input, output, limits, ct), ct);
    }

    private async Task<ScrubOutcome> RunAsync(Stream input, Stream output, ScrubLimits limits, CancellationToken ct)
    {
#if CONTROL_OPEN
        // The positive control of the search for planted words; no shipped build has this symbol (decision 0010).
        if (output.CanWrite)
        {
            await input.CopyToAsync(output, ct);
            return new ScrubOutcome.Clean(new RemovalTally().ToReport(), new byte[32], MediaFormat.Jpeg, 0);
        }

#endif
        using var context = new ScrubContext(options, limits, ct);
        try
        {
            var reader = new ScrubReader(input, context, limits.MaxBytes);
            await reader.FillAsync(FormatScrubber.SniffLength);
            var scrubber = FormatList.Find(reader.Buffered, context)
                ?? throw RefusedException.NotSupported(reader.Buffered.Length == 0 ? "The file is empty." : "Not a format on the list.");
            var feed = new VerifyFeed();
            feed.Start(r => scrubber.VerifyAsync(r, context), context);
            await using var writer = new ScrubWriter(output, feed, context);
            await scrubber.ScrubAsync(reader, writer, context);
            var hash = await writer.FinishAsync();
            return new ScrubOutcome.Clean(context.Removed.ToReport(), hash, context.Format, writer.Position);
        }
        catch (RefusedException refusal)
        {
            return new ScrubOutcome.Refused(refusal.Code, refusal.Message);
        }
        catch (Exception fault) when (!options.Rules.SurfaceFaults && IsFaultOfParsing(fault))
        {
            // Threat: a file that trips our own code is never passed on.
            return new ScrubOutcome.Refused(RefusalCode.Damaged, FaultDetail);
        }
    }

    private static bool IsFaultOfParsing(Exception fault) =>
        fault is IndexOutOfRangeException or ArgumentException or ArithmeticException or InvalidOperationException
            or InvalidDataException or FormatException or EndOfStreamException or KeyNotFoundException or NullReferenceException
            or InvalidCastException or CryptographicException;
}
