namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>
/// One file, read forward: the segment and its clusters are walked as one flat run of elements, because live recordings leave
/// their sizes open.
/// </summary>
internal sealed class MatroskaJob(ScrubReader input, ScrubWriter output, ScrubContext context)
{
    private const int MostHeaderBytes = 4 << 20;
    private const int MostBlockBytes = 16 << 20;

    private readonly List<MatroskaTrack> tracks = [];
    private readonly ClusterWriter clusters = new(output);
    private readonly BlockCleaner blocks = new(context);
    private string docType = "matroska";
    private bool segment;
    private bool headWritten;
    private byte[]? info;
    private bool inCluster;
    private long clusterTime;
    private long clusterEnd = long.MaxValue;
    private long segmentEnd = long.MaxValue;

    public async Task RunAsync()
    {
        while (await HeadAsync() is var (id, size) && id != 0)
        {
            await ElementAsync(id, size);
        }

        await clusters.FlushAsync();
        if (!clusters.Any)
        {
            throw RefusedException.Damaged("There is no media.");
        }
    }

    private async ValueTask<(uint Id, long Size)> HeadAsync()
    {
        if (await input.FillAsync(12) == 0)
        {
            return default;
        }

        if (segment && input.Position >= segmentEnd)
        {
            // Threat: a second file behind the first.
            context.Removed.Add(RemovalKind.Other);
            await input.DrainAsync();
            return default;
        }

        context.Checkpoint();
        var idLength = EbmlElement.IdLength(input.Buffered[0]);
        if (idLength == 0 || input.Buffered.Length < idLength + 1)
        {
            return await CutAsync();
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
            return await CutAsync();
        }

        long size = first & ((1 << (8 - sizeLength)) - 1);
        var open = size == (1 << (8 - sizeLength)) - 1;
        foreach (var b in input.Buffered.Slice(idLength + 1, sizeLength - 1))
        {
            size = (size << 8) | b;
            open &= b == 0xFF;
        }

        input.Consume(idLength + sizeLength);
        return (id, open ? -1 : size);
    }

    private async ValueTask<(uint, long)> CutAsync()
    {
        if (!clusters.Any && !inCluster)
        {
            throw RefusedException.Damaged("Bytes between elements.");
        }

        context.Removed.Add(RemovalKind.Other);
        await input.DrainAsync();
        return default;
    }

    private async ValueTask ElementAsync(uint id, long size)
    {
        if (inCluster && input.Position > clusterEnd)
        {
            inCluster = false;
        }

        switch (id)
        {
            case EbmlId.Header:
                await DocumentAsync(size);
                break;
            case EbmlId.Segment:
                segment = !segment ? true : throw RefusedException.Unsafe("An element that must be single occurs twice.");
                segmentEnd = size < 0 ? long.MaxValue : checked(input.Position + size);
                break;
            case EbmlId.Info when info is null:
                info = Information(await BodyAsync(size, MostHeaderBytes));
                break;
            case EbmlId.Tracks when tracks.Count == 0:
                await TracksAsync(await BodyAsync(size, MostHeaderBytes));
                break;
            case EbmlId.Cluster:
                await StartClusterAsync(size);
                break;
            case EbmlId.Timestamp when inCluster:
                if (await MediaAsync(size, 8) is not { } time)
                {
                    break;
                }

                clusterTime = (long)new EbmlElement(id, 0, time.Length).Number(time);
                await clusters.StartAsync(clusterTime);
                break;
            case EbmlId.SimpleBlock when inCluster:
                if (await MediaAsync(size, MostBlockBytes) is { } block)
                {
                    await BlockAsync(block, EbmlId.SimpleBlock, null);
                }

                break;
            case EbmlId.BlockGroup when inCluster:
                if (await MediaAsync(size, MostBlockBytes) is { } group)
                {
                    await GroupAsync(group);
                }

                break;
            case EbmlId.EncryptedBlock:
                throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
            case EbmlId.Info or EbmlId.Tracks:
                // Live recordings may repeat their headers; a second, different set would need a second file.
                await SkipAsync(size);
                break;
            default:
                // Blocks are as many as frames and pass one by one; only what is no media is counted against the limit.
                context.CountItem();
                Count(id);
                if (context.Rules.Hold("matroska.elements"))
                {
                    await SkipAsync(size);
                }
                else
                {
                    await input.CopyToAsync(output, size);
                }

                break;
        }
    }

    private async ValueTask DocumentAsync(long size)
    {
        if (segment)
        {
            throw new RefusedException(RefusalCode.MixedContent, "A second file behind the first.");
        }

        var body = await BodyAsync(size, 4096);
        var children = EbmlElement.Children(body, 0, body.Length, context);
        docType = EbmlElement.Find(children, EbmlId.DocType) is { } type ? System.Text.Encoding.ASCII.GetString(type.Bytes(body)).TrimEnd('\0') : "";
        if (docType is not ("matroska" or "webm"))
        {
            throw RefusedException.NotSupported("A document of another kind.");
        }

        context.Format = docType == "webm" ? MediaFormat.Webm : MediaFormat.Matroska;
    }

    private byte[] Information(byte[] body)
    {
        var children = EbmlElement.Children(body, 0, body.Length, context);
        var writer = new EbmlWriter();
        var scale = EbmlElement.Find(children, EbmlId.TimestampScale) is { } s ? s.Number(body) : 1_000_000;
        if (scale is 0 or > 1_000_000_000)
        {
            throw RefusedException.Damaged("A timescale that makes no time.");
        }

        writer.Number(EbmlId.TimestampScale, scale);
        if (EbmlElement.Find(children, EbmlId.Duration) is { } duration)
        {
            writer.Real(EbmlId.Duration, duration.Real(body));
        }

        foreach (var child in children)
        {
            if (child.Id is not (EbmlId.TimestampScale or EbmlId.Duration or EbmlId.Void or EbmlId.Crc32))
            {
                context.Removed.Add(child.Id == EbmlId.DateUtc ? RemovalKind.Time : child.Id is 0x73A4 ? RemovalKind.Serial : RemovalKind.Software);
            }
        }

        return writer.Written.ToArray();
    }

    private async ValueTask TracksAsync(byte[] body)
    {
        foreach (var entry in EbmlElement.Children(body, 0, body.Length, context))
        {
            if (entry.Id == EbmlId.TrackEntry && MatroskaTrack.Parse(body, entry, context) is { } track)
            {
                if (tracks.Exists(t => t.Number == track.Number))
                {
                    throw RefusedException.Damaged("Two tracks with one number.");
                }

                tracks.Add(track);
            }
        }

        if (tracks.Count == 0)
        {
            throw RefusedException.NotSupported("There is no sound and no moving picture in the file.");
        }

        await ValueTask.CompletedTask;
    }

    private async ValueTask StartClusterAsync(long size)
    {
        if (!segment || tracks.Count == 0)
        {
            throw RefusedException.Damaged("Media before its tracks.");
        }

        if (!headWritten)
        {
            headWritten = true;
            var writer = new EbmlWriter();
            writer.Raw(MatroskaHead.Document(docType));
            writer.UnknownSize(EbmlId.Segment);
            writer.Binary(EbmlId.Info, info ?? throw RefusedException.Damaged("There is no information element."));
            var entries = new EbmlWriter();
            foreach (var track in tracks)
            {
                entries.Binary(EbmlId.TrackEntry, track.Entry);
            }

            writer.Master(EbmlId.Tracks, entries);
            await output.WriteAsync(writer.Written);
        }

        inCluster = true;
        clusterEnd = size < 0 ? long.MaxValue : checked(input.Position + size);
        clusterTime = 0;
    }

    private async ValueTask GroupAsync(byte[] body)
    {
        var children = EbmlElement.Children(body, 0, body.Length, null);
        if (children.Exists(c => c.Id is EbmlId.EncryptedBlock))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }

        if (children.Exists(c => c.Id == EbmlId.CodecState))
        {
            throw RefusedException.NotSupported("A track that changes its codec on the way.");
        }

        if (EbmlElement.Find(children, EbmlId.Block) is not { } block)
        {
            throw RefusedException.Damaged("A group without a block.");
        }

        var rest = new EbmlWriter();
        foreach (var child in children)
        {
            if (child.Id is EbmlId.BlockDuration)
            {
                rest.Number(child.Id, child.Number(body));
            }
            else if (child.Id is EbmlId.ReferenceBlock or EbmlId.DiscardPadding && child.Length <= 8)
            {
                rest.Binary(child.Id, child.Bytes(body));
            }
            else if (child.Id is not (EbmlId.Block or EbmlId.Void))
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }

        await BlockAsync(body[block.Body..block.End], EbmlId.Block, rest);
    }

    private async ValueTask BlockAsync(byte[] block, uint id, EbmlWriter? rest)
    {
        if (block.Length < 4 || block[0] < 0x80)
        {
            throw RefusedException.Damaged("A block is cut.");
        }

        if (tracks.Find(t => t.Number == (ulong)(block[0] & 0x7F)) is not { } track)
        {
            return;
        }

        block = blocks.Clean(block, track, id == EbmlId.SimpleBlock);
        var time = clusterTime + System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(block.AsSpan(1));
        await clusters.AddAsync(block, id, rest, time);
    }

    private async ValueTask<byte[]> BodyAsync(long size, int most) =>
        await MediaAsync(size, most) ?? throw RefusedException.Damaged("The file ends early.");

    /// <summary>A part of a cluster; null when the file ends inside it, as recordings do that were broken off.</summary>
    private async ValueTask<byte[]?> MediaAsync(long size, int most)
    {
        if (size < 0)
        {
            throw RefusedException.Damaged("An element without size.");
        }

        if (size > most)
        {
            throw RefusedException.TooComplex("An element is larger than the limit allows.");
        }

        return await input.TryReadAsync((int)size);
    }

    private async ValueTask SkipAsync(long size)
    {
        if (size < 0)
        {
            throw RefusedException.Damaged("An element without size.");
        }

        // A file cut off inside an element that goes anyway loses nothing.
        while (size > 0 && await input.FillAsync(1) > 0)
        {
            var take = (int)Math.Min(size, input.Buffered.Length);
            input.Consume(take);
            size -= take;
        }
    }

    private void Count(uint id)
    {
        switch (id)
        {
            case EbmlId.Tags:
                context.Removed.Add(RemovalKind.Software);
                break;
            case EbmlId.Attachments:
                context.Removed.Add(RemovalKind.Thumbnail);
                break;
            case EbmlId.Cues or EbmlId.SeekHead or EbmlId.Void or EbmlId.Crc32 or 0xA7 or 0xAB:
                break;
            default:
                context.Removed.Add(RemovalKind.Other);
                break;
        }
    }
}
