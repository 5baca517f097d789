using System.Buffers.Binary;

namespace ReportingService.Scrubbing;

/// <summary>
/// A forward reader over any stream with a bounded window. Formats ask for bytes with <see cref="FillAsync"/> or
/// <see cref="RequireAsync"/>, look at <see cref="Buffered"/>, and <see cref="Consume"/> them.
/// </summary>
internal sealed class ScrubReader
{
    public const int DefaultWindow = 128 * 1024;

    private const int LittleRead = 16 * 1024;

    private readonly Stream stream;
    private readonly ScrubContext context;
    private readonly long maxBytes;
    private readonly byte[] buffer;
    private readonly long? length;
    private int start;
    private int end;
    private bool ended;

    public ScrubReader(Stream stream, ScrubContext context, long maxBytes = long.MaxValue, int window = DefaultWindow)
    {
        this.stream = stream;
        this.context = context;
        this.maxBytes = maxBytes;
        buffer = new byte[window];
        length = stream is SequentialFile file ? file.Size : stream.CanSeek ? stream.Length - stream.Position : null;
    }

    /// <summary>Bytes consumed so far; the offset of the first byte of <see cref="Buffered"/>.</summary>
    public long Position { get; private set; }

    /// <summary>How far the window reads ahead. A verifier that passes over most of what it is shown need not copy it.</summary>
    public int ReadAhead { get; set; } = int.MaxValue;

    public ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    public ReadOnlyMemory<byte> BufferedMemory => buffer.AsMemory(start, end - start);

    public int Window => buffer.Length;

    /// <summary>Bytes that are still to come, null for a stream that does not know.</summary>
    public long? Remaining => length - Position;

    /// <summary>No more bytes will come from the stream (some may still be buffered).</summary>
    public bool StreamEnded => ended;

    /// <summary>Buffers at least <paramref name="count"/> bytes unless the stream ends first; returns how many are buffered.</summary>
    public ValueTask<int> FillAsync(int count) =>
        end - start >= count || ended ? ValueTask.FromResult(end - start) : FillSlowAsync(count);

    /// <summary>Like <see cref="FillAsync"/>, refusing with <c>damaged</c> when the file ends first.</summary>
    public async ValueTask RequireAsync(int count)
    {
        if (await FillAsync(count) < count)
        {
            throw RefusedException.Damaged("The file ends early.");
        }
    }

    public async ValueTask<bool> AtEndAsync() => await FillAsync(1) == 0;

    public void Consume(int count)
    {
        if ((uint)count > (uint)(end - start))
        {
            throw new InvalidOperationException("Consumed more than is buffered.");
        }

        start += count;
        Position += count;
    }

    public async ValueTask<byte[]> ReadAsync(int count) =>
        await TryReadAsync(count) ?? throw RefusedException.Damaged("The file ends early.");

    /// <summary>Like <see cref="ReadAsync"/>, null when the file ends first.</summary>
    public async ValueTask<byte[]?> TryReadAsync(int count)
    {
        var bytes = new byte[Math.Min(count, 1 << 16)];
        var have = 0;
        while (have < count)
        {
            if (have == bytes.Length)
            {
                // Threat: a lying length must not allocate before the bytes are there.
                Array.Resize(ref bytes, (int)Math.Min(count, (long)bytes.Length * 2));
            }

            if (await FillAsync(1) == 0)
            {
                return null;
            }

            var take = Math.Min(Math.Min(bytes.Length, count) - have, end - start);
            Buffered[..take].CopyTo(bytes.AsSpan(have));
            Consume(take);
            have += take;
        }

        return bytes;
    }

    public async ValueTask<byte> ReadByteAsync()
    {
        await RequireAsync(1);
        var value = buffer[start];
        Consume(1);
        return value;
    }

    public async ValueTask<ushort> ReadUInt16BigAsync()
    {
        await RequireAsync(2);
        var value = BinaryPrimitives.ReadUInt16BigEndian(Buffered);
        Consume(2);
        return value;
    }

    public async ValueTask<uint> ReadUInt32BigAsync()
    {
        await RequireAsync(4);
        var value = BinaryPrimitives.ReadUInt32BigEndian(Buffered);
        Consume(4);
        return value;
    }

    public async ValueTask<uint> ReadUInt32LittleAsync()
    {
        await RequireAsync(4);
        var value = BinaryPrimitives.ReadUInt32LittleEndian(Buffered);
        Consume(4);
        return value;
    }

    /// <summary>Passes over bytes, refusing when the file ends first.</summary>
    public async ValueTask SkipAsync(long count)
    {
        while (count > 0)
        {
            if (start == end && count >= Math.Min(ReadAhead, buffer.Length) && stream is VerifyFeed feed)
            {
                context.Checkpoint();
                var passed = await feed.PassAsync((int)Math.Min(count, int.MaxValue));
                Position += passed;
                count -= passed;
                if (passed > 0)
                {
                    continue;
                }
            }

            if (await FillAsync(1) == 0)
            {
                throw RefusedException.Damaged("The file ends early.");
            }

            var take = (int)Math.Min(count, end - start);
            Consume(take);
            count -= take;
        }
    }

    /// <summary>Passes over what has no place in the output. Only the mutation run, which switches rules off, lets it through.</summary>
    public ValueTask LeaveOutAsync(ScrubWriter output, long count, string rule) =>
        context.Rules.Hold(rule) ? SkipAsync(count) : CopyToAsync(output, count);

    /// <summary>Reads to the end and returns how many bytes there were.</summary>
    public async ValueTask<long> DrainAsync()
    {
        long total = 0;
        while (await FillAsync(1) > 0)
        {
            total += end - start;
            Consume(end - start);
        }

        return total;
    }

    /// <summary>Copies bytes to the output, refusing when the file ends first.</summary>
    public async ValueTask CopyToAsync(ScrubWriter output, long count)
    {
        while (count > 0)
        {
            var take = (int)Math.Min(count, output.Room);
            await ReadIntoAsync(await output.RoomAsync(take));
            count -= take;
        }
    }

    /// <summary>Fills the target, refusing when the file ends first. What is not in the window yet is read past it.</summary>
    public async ValueTask ReadIntoAsync(Memory<byte> target)
    {
        while (target.Length > 0)
        {
            if (start == end && target.Length >= LittleRead && !ended)
            {
                context.Checkpoint();
                var read = await stream.ReadAsync(target, context.Cancellation);
                ended = read == 0;
                Position += read;
                RequireWithin(Position);
                target = target[read..];
                continue;
            }

            await RequireAsync(1);
            var take = Math.Min(end - start, target.Length);
            Buffered[..take].CopyTo(target.Span);
            Consume(take);
            target = target[take..];
        }
    }

    /// <summary>Random access, only over a seekable stream (scratch).</summary>
    public void Seek(long position)
    {
        // Staying inside the window costs nothing.
        var offset = position - Position;
        if (offset >= 0 && offset <= end - start)
        {
            Consume((int)offset);
            return;
        }

        stream.Position = position;
        Position = position;
        start = end = 0;
        ended = false;
    }

    private async ValueTask<int> FillSlowAsync(int count)
    {
        if (count > buffer.Length)
        {
            throw new InvalidOperationException("Asked for more than the window holds.");
        }

        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        while (end < count && !ended)
        {
            context.Checkpoint();
            var most = Math.Min(buffer.Length - end, Math.Max(count - end, ReadAhead));
            var read = await stream.ReadAsync(buffer.AsMemory(end, most), context.Cancellation);
            if (read == 0)
            {
                ended = true;
                break;
            }

            end += read;
            RequireWithin(Position + end);
        }

        return end - start;
    }

    private void RequireWithin(long bytes)
    {
        if (bytes > maxBytes)
        {
            throw RefusedException.TooLarge("More bytes than the limit allows.");
        }
    }
}
