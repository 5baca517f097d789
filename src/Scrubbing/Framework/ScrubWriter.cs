using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ReportingService.Scrubbing;

/// <summary>
/// Where rebuilt bytes go: shown to the verifier, hashed and written on. Small pieces are gathered with <see cref="Write"/>; call
/// <see cref="FlushIfLargeAsync"/> between parts. Large pieces go through <see cref="WriteAsync"/>. One piece is checked and
/// written by another thread while the scrubber makes the next.
/// </summary>
internal sealed class ScrubWriter : IAsyncDisposable
{
    private const int EmitAside = 48 * 1024;
    private const int MostAside = 512 * 1024;
    private const int FlushAt = 64 * 1024;
    private const int MostGathered = 32 << 20;

    private readonly Stream output;
    private readonly VerifyFeed verifier;
    private readonly ScrubContext context;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] gathered = new byte[FlushAt + 4096];
    private byte[] aside = [];
    private byte[] spare = [];
    private Task emitting = Task.CompletedTask;
    private int count;

    public ScrubWriter(Stream output, VerifyFeed verifier, ScrubContext context)
    {
        this.output = output;
        this.verifier = verifier;
        this.context = context;
    }

    /// <summary>Bytes written so far, gathered ones included.</summary>
    public long Position { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
    }

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteUInt16Big(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void WriteUInt16Little(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    public void WriteUInt32Big(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    public void WriteUInt32Little(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void WriteUInt64Big(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), value);

    public ValueTask FlushIfLargeAsync() => count >= FlushAt ? FlushAsync() : ValueTask.CompletedTask;

    /// <summary>Writes a large piece; small ones are gathered first. The memory may be reused once the task is done.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 4096)
        {
            Write(bytes.Span);
            await FlushIfLargeAsync();
            return;
        }

        await FlushAsync();
        Position += bytes.Length;
        for (; bytes.Length > MostAside; bytes = bytes[MostAside..])
        {
            await EmitAsync(bytes[..MostAside]);
        }

        await EmitAsync(bytes);
    }

    public async ValueTask FlushAsync()
    {
        if (count > 0)
        {
            var length = count;
            count = 0;
            await EmitAsync(gathered.AsMemory(0, length));
        }
    }

    /// <summary>Flushes, ends the verifier, and returns the SHA-256 of everything written.</summary>
    public async ValueTask<byte[]> FinishAsync()
    {
        await FlushAsync();
        await emitting;
        await verifier.FinishAsync();
        await output.FlushAsync(context.Cancellation);
        return hash.GetHashAndReset();
    }

    /// <summary>Waits for what is under way, whose refusal counts before any later one, and lets go of the caller's stream.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await emitting;
        }
        finally
        {
            hash.Dispose();
        }
    }

    private Span<byte> Take(int length)
    {
        if (gathered.Length - count < length)
        {
            if (count + (long)length > MostGathered)
            {
                throw RefusedException.TooComplex("A header is larger than the limit allows.");
            }

            Array.Resize(ref gathered, Math.Max(gathered.Length * 2, count + length));
        }

        var span = gathered.AsSpan(count, length);
        count += length;
        Position += length;
        return span;
    }

    private async ValueTask EmitAsync(ReadOnlyMemory<byte> bytes)
    {
        context.Checkpoint();
        if (bytes.Length < EmitAside)
        {
            await emitting;
            hash.AppendData(bytes.Span);
            await EmitNowAsync(bytes);
            return;
        }

        // Checking, hashing and writing are half of the work on large files. They run beside the making of the next piece.
        if (spare.Length < bytes.Length)
        {
            spare = new byte[bytes.Length <= ScrubReader.DefaultWindow ? ScrubReader.DefaultWindow : MostAside];
        }

        bytes.CopyTo(spare);
        var piece = spare.AsMemory(0, bytes.Length);
        await emitting;
        (aside, spare) = (spare, aside);
        emitting = Task.Run(() => EmitAsideAsync(piece));
    }

    private async Task EmitAsideAsync(ReadOnlyMemory<byte> piece)
    {
        var hashing = Task.Run(() => hash.AppendData(piece.Span));
        try
        {
            await EmitNowAsync(piece);
        }
        finally
        {
            await hashing;
        }
    }

    /// <summary>The verifier sees bytes before the caller's stream does.</summary>
    private async ValueTask EmitNowAsync(ReadOnlyMemory<byte> bytes)
    {
        await verifier.PushAsync(bytes);
        await output.WriteAsync(bytes, context.Cancellation);
    }
}
