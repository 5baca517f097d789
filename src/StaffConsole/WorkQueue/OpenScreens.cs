namespace ReportingService.StaffConsole.WorkQueue;

/// <summary>How many lists are open in this process: without one, nobody asks the database for changes.</summary>
public sealed class OpenScreens
{
    private int count;

    /// <summary>Whether somebody watches.</summary>
    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>Counts a screen until it is closed.</summary>
    public IDisposable Open()
    {
        Interlocked.Increment(ref count);
        return new Screen(this);
    }

    private sealed class Screen(OpenScreens screens) : IDisposable
    {
        private int closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref closed, 1) == 0)
            {
                Interlocked.Decrement(ref screens.count);
            }
        }
    }
}
