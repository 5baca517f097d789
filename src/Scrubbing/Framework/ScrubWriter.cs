using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace ReportingService.Scrubbing;

/// <summary>
/// Where rebuilt bytes go: shown to the verifier, hashed and written on. Bytes are gathered into pieces; a full piece is checked and
/// written by one thread and hashed by another while the scrubber fills the next. What needs no look inside is read straight into a
/// piece (<see cref="RoomAsync"/>), so that large media is never copied about in memory.
/// </summary>
internal sealed class ScrubWriter : IAsyncDisposable
{
    /// <summary>The most bytes that go out together.</summary>
    public const int LargestPiece = 512 * 1024;

    private const int SmallestPiece = 64 * 1024;

    // Large files go in large pieces: each one wakes two threads. Small ones keep all three busy.
    private const int PiecesOfAFile = 64;
    private const int NearlyFull = 4096;
    private const int MostGathered = 32 << 20;

    // One is filled, two are on their way.
    private const int Pieces = 3;

    private readonly Stream output;
    private readonly VerifyFeed verifier;
    private readonly ScrubContext context;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[][] pieces = new byte[Pieces][];
    private readonly SemaphoreSlim free = new(Pieces - 1);
    private Task written = Task.CompletedTask;
    private Task hashed = Task.CompletedTask;
    private int current;
    private int count;

    public ScrubWriter(Stream output, VerifyFeed verifier, ScrubContext context)
    {
        this.output = output;
        this.verifier = verifier;
        this.context = context;
        pieces[0] = new byte[SmallestPiece];
    }

    /// <summary>Bytes written so far, gathered ones included.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that the piece being filled still takes; as many as the next one takes when it is nearly full.</summary>
    public int Room => pieces[current].Length - count is >= NearlyFull and var left ? left : PieceSize;

    // Bytes that go out together at this point of the file.
    private int PieceSize => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Position / PiecesOfAFile, SmallestPiece, LargestPiece / 2 + 1));

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteUInt16Big(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void WriteUInt16Little(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    public void WriteUInt32Big(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void WriteUInt32Little(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void WriteUInt64Big(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    /// <summary>For makers of many small parts: call between them.</summary>
    public ValueTask FlushIfLargeAsync() => count >= PieceSize ? HandOverAsync() : ValueTask.CompletedTask;

    /// <summary>Writes bytes, which may be used again once the task is done.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (count >= Math.Min(PieceSize, pieces[current].Length))
            {
                await HandOverAsync();
            }

            var take = Math.Min(bytes.Length, pieces[current].Length - count);
            Write(bytes.Span[..take]);
            bytes = bytes[take..];
        }
    }

    /// <summary>
    /// Room for the next so many bytes, <see cref="LargestPiece"/> at most. They are written by being there: the caller fills all of
    /// them before it calls anything else here, or the file is refused.
    /// </summary>
    public async ValueTask<Memory<byte>> RoomAsync(int length)
    {
        if (pieces[current].Length - count < length && count > 0)
        {
            await HandOverAsync();
        }

        var at = count;
        Take(length);
        return pieces[current].AsMemory(at, length);
    }

    /// <summary>Lets go of everything, ends the verifier, and returns the SHA-256 of everything written.</summary>
    public async ValueTask<byte[]> FinishAsync()
    {
        context.Checkpoint();
        await written;
        await hashed;
        var last = pieces[current].AsMemory(0, count);
        hash.AppendData(last.Span);
        await EmitAsync(last);
        await verifier.FinishAsync();
        await output.FlushAsync(context.Cancellation);
        return hash.GetHashAndReset();
    }

    /// <summary>Waits for what is under way, whose refusal counts before any later one, and lets go of the caller's stream.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await written;
        }
        finally
        {
            await hashed;
            hash.Dispose();
        }
    }

    private Span<byte> Take(int length)
    {
        ref var piece = ref pieces[current];
        if (piece.Length - count < length)
        {
            if (count + (long)length > MostGathered)
            {
                throw RefusedException.TooComplex("A header is larger than the limit allows.");
            }

            Array.Resize(ref piece, Math.Max(PieceSize, (int)Math.Min(MostGathered, BitOperations.RoundUpToPowerOf2((uint)(count + length)))));
        }

        var span = piece.AsSpan(count, length);
        count += length;
        Position += length;
        return span;
    }

    private async ValueTask HandOverAsync()
    {
        context.Checkpoint();
        var piece = pieces[current].AsMemory(0, count);
        written = Behind(written, () => EmitAsync(piece).AsTask());
        hashed = Behind(hashed, () =>
        {
            hash.AppendData(piece.Span);
            return Task.CompletedTask;
        });
        _ = FreeAsync(written, hashed);
        await free.WaitAsync();
        if (written.IsFaulted || written.IsCanceled)
        {
            await written;
        }

        count = 0;
        current = (current + 1) % Pieces;
        if (pieces[current] is null || pieces[current].Length < PieceSize)
        {
            pieces[current] = new byte[PieceSize];
        }
    }

    /// <summary>Work behind other work: on the same thread when that is still busy, else on another.</summary>
    private static Task Behind(Task before, Func<Task> work)
    {
        return before.IsCompleted ? Task.Run(RunAsync) : RunAsync();

        async Task RunAsync()
        {
            await before;
            await work();
        }
    }

    private async Task FreeAsync(Task writing, Task hashing)
    {
        await Task.WhenAll(writing, hashing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        free.Release();
    }

    /// <summary>The verifier sees bytes before the caller's stream does.</summary>
    private async ValueTask EmitAsync(ReadOnlyMemory<byte> bytes)
    {
        await verifier.PushAsync(bytes);
        await output.WriteAsync(bytes, context.Cancellation);
    }
}
