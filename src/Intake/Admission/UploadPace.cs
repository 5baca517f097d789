namespace ReportingService.Intake.Admission;

/// <summary>
/// How fast the files of one request come in: bytes against the time spent waiting for them, so that nobody is slow because we are. Only the
/// last one or two spans count, no burst long ago.
/// </summary>
public sealed class UploadPace(TimeProvider clock)
{
    /// <summary>How long must be waited before anybody is slow: a phone that changes its cell is silent for some seconds.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private (TimeSpan Waited, long Bytes) last;
    private (TimeSpan Waited, long Bytes) now;
    private DateTimeOffset? since;
    private volatile bool gaveWay;

    /// <summary>The place went to somebody else: what still comes is not worked on.</summary>
    public bool GaveWay => gaveWay;

    /// <summary>Bytes are waited for.</summary>
    public void Wait()
    {
        lock (gate)
        {
            since = clock.GetUtcNow();
        }
    }

    /// <summary>Bytes came in.</summary>
    public void Note(int bytes)
    {
        lock (gate)
        {
            now = (now.Waited + Pending(), now.Bytes + bytes);
            since = null;
            if (now.Waited >= Span)
            {
                (last, now) = (now, default);
            }
        }
    }

    /// <summary>Bytes a second; null while it is too early to say.</summary>
    public double? PerSecond()
    {
        lock (gate)
        {
            var waited = last.Waited + now.Waited + Pending();
            return waited < Span ? null : (last.Bytes + now.Bytes) / waited.TotalSeconds;
        }
    }

    internal void GiveWay() => gaveWay = true;

    private TimeSpan Pending() => since is { } start ? clock.GetUtcNow() - start : TimeSpan.Zero;
}
