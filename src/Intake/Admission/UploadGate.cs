namespace ReportingService.Intake.Admission;

/// <summary>
/// The places of requests that bring files. Threat: some dozens of connections that send a few bytes a second hold every place for hours,
/// and no photo comes in. So the slowest gives way when somebody waits: below <see cref="Floor"/>, and never in its first seconds.
/// The trade-off (decision 0019): a phone on a bad link sends less than that too. It gives way only while every place is taken and
/// nobody is slower, keeps its words, and can choose the files again; whoever wants to drive it out must outpace it on every place.
/// </summary>
public sealed class UploadGate(int places, IHttpContextAccessor requests) : IDisposable
{
    /// <summary>Bytes a second. Who is as fast as that keeps the place.</summary>
    public const int Floor = 32 << 10;

    private const int LongestQueue = 400;
    private const int Turns = 4;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim free = new(places, places);
    private readonly List<Place> inside = [];
    private int waiting;

    /// <summary>Places taken.</summary>
    public int Taken
    {
        get
        {
            lock (inside)
            {
                return inside.Count;
            }
        }
    }

    /// <summary>A place for the files of the request being answered, to be disposed; null when there is none in time.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > LongestQueue)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }

        try
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                if (await free.WaitAsync(TimeSpan.Zero, cancellationToken) || (MakeRoom() && await free.WaitAsync(TimeSpan.Zero, cancellationToken)) || await free.WaitAsync(Turn, cancellationToken))
                {
                    return Take();
                }
            }

            return null;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private Place Take()
    {
        var place = new Place(this, requests.HttpContext?.Features.Get<UploadPace>());
        lock (inside)
        {
            inside.Add(place);
        }

        return place;
    }

    private bool MakeRoom()
    {
        lock (inside)
        {
            var slowest = inside.Select(place => (Place: place, Pace: place.Pace?.PerSecond())).Where(one => one.Pace < Floor).OrderBy(one => one.Pace).Select(one => one.Place).FirstOrDefault();
            slowest?.Pace!.GiveWay();
            return slowest is not null && Leave(slowest);
        }
    }

    /// <summary>Who gave way leaves once more when the request ends: the place is given back once.</summary>
    private bool Leave(Place place)
    {
        lock (inside)
        {
            if (!inside.Remove(place))
            {
                return false;
            }
        }

        free.Release();
        return true;
    }

    private sealed class Place(UploadGate gate, UploadPace? pace) : IDisposable
    {
        public UploadPace? Pace { get; } = pace;

        public void Dispose() => gate.Leave(this);
    }
}
