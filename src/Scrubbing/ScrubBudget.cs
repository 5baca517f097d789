namespace ReportingService.Scrubbing;

/// <summary>
/// Memory and scratch shared by all files being scrubbed at once. A file that does not fit waits; after
/// <see cref="Patience"/> it is refused with <c>busy</c>.
/// </summary>
public sealed class ScrubBudget
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource> waiting = [];
    private readonly TimeProvider clock;
    private long memory;
    private long scratch;

    /// <summary>A budget. One instance per host.</summary>
    /// <param name="memoryBytes">Table memory of all files together.</param>
    /// <param name="scratchBytes">Encrypted scratch of all files together.</param>
    /// <param name="clock">The clock; the system's when absent.</param>
    public ScrubBudget(long memoryBytes = 256L << 20, long scratchBytes = 8L << 30, TimeProvider? clock = null)
    {
        memory = memoryBytes;
        scratch = scratchBytes;
        this.clock = clock ?? TimeProvider.System;
    }

    /// <summary>How long a file waits for room.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Table memory not taken, in bytes.</summary>
    public long FreeMemory { get { lock (gate) { return memory; } } }

    /// <summary>Scratch not taken, in bytes.</summary>
    public long FreeScratch { get { lock (gate) { return scratch; } } }

    /// <summary>Takes memory, waiting for room. Give it back with <see cref="Return"/>.</summary>
    internal Task TakeMemoryAsync(long bytes, CancellationToken ct) => TakeAsync(bytes, 0, ct);

    /// <summary>Takes scratch, waiting for room. Give it back with <see cref="Return"/>.</summary>
    internal Task TakeScratchAsync(long bytes, CancellationToken ct) => TakeAsync(0, bytes, ct);

    internal void Return(long memoryBytes, long scratchBytes)
    {
        lock (gate)
        {
            memory += memoryBytes;
            scratch += scratchBytes;
            foreach (var waiter in waiting)
            {
                waiter.TrySetResult();
            }

            waiting.Clear();
        }
    }

    private async Task TakeAsync(long memoryBytes, long scratchBytes, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            TaskCompletionSource wait;
            lock (gate)
            {
                if (memory >= memoryBytes && scratch >= scratchBytes)
                {
                    memory -= memoryBytes;
                    scratch -= scratchBytes;
                    return;
                }

                wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.AddLast(wait);
            }

            var left = Patience - clock.GetElapsedTime(started);
            try
            {
                if (left <= TimeSpan.Zero)
                {
                    throw new TimeoutException();
                }

                await wait.Task.WaitAsync(left, clock, ct);
            }
            catch (TimeoutException)
            {
                throw new RefusedException(RefusalCode.Busy, "The shared budget for scrubbing is used up.");
            }
            finally
            {
                lock (gate)
                {
                    waiting.Remove(wait);
                }
            }
        }
    }
}
