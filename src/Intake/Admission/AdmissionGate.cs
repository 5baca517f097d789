namespace ReportingService.Intake.Admission;

/// <summary>
/// Bounds how much is worked on at once. Who does not get in soon is told so (503, come back in a moment) instead of waiting
/// for ever. Nobody is refused for an address: none is read.
/// </summary>
public sealed class AdmissionGate : IDisposable
{
    private readonly SemaphoreSlim places;
    private readonly int longestQueue;
    private int waiting;

    /// <summary>A gate with so many places and so long a queue.</summary>
    public AdmissionGate(int places, int longestQueue, TimeSpan patience)
    {
        this.places = new SemaphoreSlim(places, places);
        this.longestQueue = longestQueue;
        Patience = patience;
    }

    /// <summary>How long somebody waits in the queue.</summary>
    public TimeSpan Patience { get; }

    /// <summary>A place, to be disposed; null when there is none in time.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > longestQueue)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            return await places.WaitAsync(Patience, cancellationToken) ? new Place(places) : null;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? held = places;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
