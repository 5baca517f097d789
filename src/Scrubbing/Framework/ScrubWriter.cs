using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ReportingService.Scrubbing;

/// <summary>
/// Where rebuilt bytes go: hashed, shown to the verifier and written on, in that order. Small pieces are gathered with
/// <see cref="Write"/>; call <see cref="FlushIfLargeAsync"/> between parts. Large pieces go through <see cref="WriteAsync"/>.
/// </summary>
internal sealed class ScrubWriter : IDisposable
{
    private const int HashAside = 48 * 1024;
    private const int FlushAt = 64 * 1024;
    private const int MostGathered = 32 << 20;

    private readonly Stream output;
    private readonly VerifyFeed verifier;
    private readonly ScrubContext context;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] gathered = new byte[FlushAt + 4096];
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
        await verifier.FinishAsync();
        await output.FlushAsync(context.Cancellation);
        return hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();

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
        if (bytes.Length < HashAside)
        {
            hash.AppendData(bytes.Span);
            await verifier.PushAsync(bytes);
            await output.WriteAsync(bytes, context.Cancellation);
            return;
        }

        // The hash is half of the work on large files: it runs beside the verifier, over the same bytes.
        var hashing = Task.Run(() => hash.AppendData(bytes.Span));
        try
        {
            // The verifier sees bytes before the caller's stream does.
            await verifier.PushAsync(bytes);
            await output.WriteAsync(bytes, context.Cancellation);
        }
        finally
        {
            await hashing;
        }
    }
}
