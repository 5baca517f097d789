using System.Threading.Tasks.Sources;

namespace ReportingService.Scrubbing;

/// <summary>
/// Runs the second reader as a coroutine of the writer: bytes pushed here are what the verifier reads, so the output is checked
/// while it is written and never has to be read back.
/// </summary>
internal sealed class VerifyFeed : Stream, IValueTaskSource<int>
{
    private readonly Lock gate = new();
    private ManualResetValueTaskSourceCore<int> core;
    private ReadOnlyMemory<byte> pending;
    private Memory<byte> destination;
    private int most;
    private bool waiting;
    private bool finished;
    private TaskCompletionSource? idle;
    private Task verification = Task.CompletedTask;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Start(Func<ScrubReader, Task> verify, ScrubContext context)
    {
        var reader = new ScrubReader(this, context, window: 64 * 1024);
        verification = RunAsync(verify, reader);
    }

    public async ValueTask PushAsync(ReadOnlyMemory<byte> bytes)
    {
        pending = bytes;
        while (pending.Length > 0)
        {
            await TurnAsync();
            if (pending.Length > 0 && verification.IsCompleted)
            {
                await verification;
                throw new RefusedException(RefusalCode.VerifyFailed, "Bytes after the end of the rebuilt file.");
            }
        }

        // The pushed memory may be reused by the writer: wait until the verifier asks for more.
        await TurnAsync();
        if (verification.IsFaulted)
        {
            await verification;
        }
    }

    public async ValueTask FinishAsync()
    {
        finished = true;
        await TurnAsync();
        await verification;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => TakeAsync(buffer, buffer.Length);

    /// <summary>Passes bytes that the verifier only counts, without copying them: at most so many, 0 at the end.</summary>
    public ValueTask<int> PassAsync(int count) => TakeAsync(Memory<byte>.Empty, count);

    private ValueTask<int> TakeAsync(Memory<byte> buffer, int count)
    {
        lock (gate)
        {
            if (pending.Length > 0)
            {
                return ValueTask.FromResult(Hand(buffer, count));
            }

            if (finished)
            {
                return ValueTask.FromResult(0);
            }

            core.Reset();
            destination = buffer;
            most = count;
            waiting = true;
            idle?.TrySetResult();
            return new ValueTask<int>(this, core.Version);
        }
    }

    public int GetResult(short token) => core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private static async Task RunAsync(Func<ScrubReader, Task> verify, ScrubReader reader)
    {
        try
        {
            await verify(reader);
            if (!await reader.AtEndAsync())
            {
                throw new RefusedException(RefusalCode.VerifyFailed, "Bytes after the end of the rebuilt file.");
            }
        }
        catch (RefusedException refusal) when (refusal.Code != RefusalCode.VerifyFailed)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, refusal.Message);
        }
    }

    private int Hand(Memory<byte> buffer, int count)
    {
        count = Math.Min(count, pending.Length);
        if (buffer.Length > 0)
        {
            pending.Span[..count].CopyTo(buffer.Span);
        }

        pending = pending[count..];
        return count;
    }

    /// <summary>Lets the verifier run until it waits for bytes that are not there, or is done.</summary>
    private async ValueTask TurnAsync()
    {
        while (!verification.IsCompleted)
        {
            var count = -1;
            Task? settle = null;
            lock (gate)
            {
                if (waiting)
                {
                    if (pending.Length == 0 && !finished)
                    {
                        return;
                    }

                    waiting = false;
                    count = Hand(destination, most);
                }
                else
                {
                    // The continuation went to another thread; wait for its next question.
                    idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    settle = idle.Task;
                }
            }

            if (settle is not null)
            {
                await Task.WhenAny(settle, verification);
                lock (gate)
                {
                    idle = null;
                }
            }
            else
            {
                core.SetResult(count);
            }
        }
    }
}
