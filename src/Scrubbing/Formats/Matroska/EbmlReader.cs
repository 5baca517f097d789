namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>Reads elements forward from a stream (RFC 8794 sections 4 to 6).</summary>
internal sealed class EbmlReader(ScrubReader input)
{
    private const int LongestHead = 12;

    /// <summary>Passes the head of the next element; null when the bytes that come are none.</summary>
    public async ValueTask<EbmlHead?> TryHeadAsync()
    {
        await input.FillAsync(LongestHead);
        var idLength = EbmlElement.IdLength(input.Buffered[0]);
        if (idLength == 0 || input.Buffered.Length < idLength + 1)
        {
            return null;
        }

        uint id = 0;
        foreach (var b in input.Buffered[..idLength])
        {
            id = (id << 8) | b;
        }

        var first = input.Buffered[idLength];
        var sizeLength = EbmlElement.SizeLength(first);
        if (sizeLength == 0 || input.Buffered.Length < idLength + sizeLength)
        {
            return null;
        }

        long size = first & ((1 << (8 - sizeLength)) - 1);
        var open = size == (1 << (8 - sizeLength)) - 1;
        foreach (var b in input.Buffered.Slice(idLength + 1, sizeLength - 1))
        {
            size = (size << 8) | b;
            open &= b == 0xFF;
        }

        input.Consume(idLength + sizeLength);
        return new EbmlHead(id, open ? -1 : size);
    }

    /// <summary>The whole of an element that must be there.</summary>
    public async ValueTask<byte[]> BodyAsync(long size, int most) =>
        await TryBodyAsync(size, most) ?? throw RefusedException.Damaged("The file ends early.");

    /// <summary>A part of a cluster; null when the file ends inside it, as recordings do that were broken off.</summary>
    public async ValueTask<byte[]?> TryBodyAsync(long size, int most)
    {
        RequireSize(size);
        if (size > most)
        {
            throw RefusedException.TooComplex("An element is larger than the limit allows.");
        }

        return await input.TryReadAsync((int)size);
    }

    /// <summary>Passes over an element. A file cut off inside one that goes anyway loses nothing.</summary>
    public async ValueTask SkipAsync(long size)
    {
        RequireSize(size);
        while (size > 0 && await input.FillAsync(1) > 0)
        {
            var take = (int)Math.Min(size, input.Buffered.Length);
            input.Consume(take);
            size -= take;
        }
    }

    private static void RequireSize(long size)
    {
        if (size < 0)
        {
            throw RefusedException.Damaged("An element without size.");
        }
    }
}
