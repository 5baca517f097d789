namespace ReportingService.Scrubbing;

/// <summary>Everything a format needs while it works on one file.</summary>
internal sealed class ScrubContext : IDisposable
{
    private readonly long started;
    private readonly TimeProvider clock;
    private long tableBytes;
    private int items;

    public ScrubContext(ScrubOptions options, ScrubLimits limits, CancellationToken ct)
    {
        Options = options;
        Limits = limits;
        Cancellation = ct;
        clock = options.Clock;
        started = clock.GetTimestamp();
    }

    public ScrubOptions Options { get; }

    public ScrubLimits Limits { get; }

    public ScrubRules Rules => Options.Rules;

    public CancellationToken Cancellation { get; }

    public RemovalTally Removed { get; } = new();

    /// <summary>Set by sniffing; a format may settle it later (WebM or Matroska, Opus or Vorbis).</summary>
    public MediaFormat Format { get; set; }

    /// <summary>Called often: cancellation and the time limit.</summary>
    public void Checkpoint()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(started) > Limits.MaxTime)
        {
            throw RefusedException.TooComplex("The time limit is over.");
        }
    }

    /// <summary>Counts a segment, chunk, box or element.</summary>
    public void CountItem()
    {
        if (Interlocked.Increment(ref items) > Limits.MaxItems)
        {
            throw RefusedException.TooComplex("More parts than the limit allows.");
        }
    }

    public void RequirePixels(long width, long height)
    {
        if (width <= 0 || height <= 0)
        {
            throw RefusedException.Damaged("A picture without size.");
        }

        if (width > int.MaxValue || height > int.MaxValue || width * height > Limits.MaxPixels)
        {
            throw RefusedException.TooLarge("More pixels than the limit allows.");
        }
    }

    /// <summary>Books memory for tables of this file; it is given back when the file is done.</summary>
    public async ValueTask TakeTableMemoryAsync(long bytes)
    {
        if (bytes < 0 || tableBytes + bytes > Limits.MaxTableBytes)
        {
            throw RefusedException.TooComplex("Larger tables than the limit allows.");
        }

        await Options.Budget.TakeMemoryAsync(bytes, Cancellation);
        tableBytes += bytes;
    }

    public void Dispose()
    {
        if (tableBytes > 0)
        {
            Options.Budget.Return(tableBytes, 0);
            tableBytes = 0;
        }
    }
}
