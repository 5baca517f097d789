using System.Buffers.Binary;
using ReportingService.Scrubbing.Scratch;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>
/// One file, read forward: the segment and its clusters are walked as one flat run of elements, because live recordings leave
/// their sizes open. Clusters wait in encrypted scratch until their places are known, for the index in front of them.
/// </summary>
internal sealed class MatroskaJob : IAsyncDisposable
{
    private const int MostHeaderBytes = 4 << 20;
    private const int MostBlockBytes = 16 << 20;

    private readonly ScrubReader input;
    private readonly ScrubWriter output;
    private readonly ScrubContext context;
    private readonly EbmlReader elements;
    private readonly EncryptedScratch scratch;
    private readonly CueList cues = new();
    private readonly ClusterWriter clusters;
    private readonly BlockCleaner blocks;
    private readonly List<MatroskaTrack> tracks = [];
    private string docType = "matroska";
    private byte[]? info;
    private bool segment;
    private long segmentEnd = long.MaxValue;
    private bool inCluster;
    private long clusterTime;
    private long clusterEnd = long.MaxValue;

    public MatroskaJob(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        this.input = input;
        this.output = output;
        this.context = context;
        elements = new EbmlReader(input);
        scratch = new EncryptedScratch(context);
        clusters = new ClusterWriter(scratch, cues);
        blocks = new BlockCleaner(context);
    }

    public ValueTask DisposeAsync() => scratch.DisposeAsync();

    public async Task RunAsync()
    {
        while (await NextAsync() is { } element)
        {
            await ElementAsync(element.Id, element.Size);
        }

        await clusters.FlushAsync();
        if (!clusters.Any)
        {
            throw RefusedException.Damaged("There is no media.");
        }

        await output.WriteAsync(MatroskaHead.Build(docType, info!, tracks, cues, scratch.Length));
        await new ScrubReader(scratch, context).CopyToAsync(output, scratch.Length);
    }

    private async ValueTask<EbmlHead?> NextAsync()
    {
        if (await input.AtEndAsync())
        {
            return null;
        }

        if (!segment || input.Position < segmentEnd)
        {
            context.Checkpoint();
            if (await elements.TryHeadAsync() is { } head)
            {
                return head;
            }

            if (!clusters.Any && !inCluster)
            {
                throw RefusedException.Damaged("Bytes between elements.");
            }
        }

        // Threat: a second file behind the first, or bytes that are no element.
        context.Removed.Add(RemovalKind.Other);
        await input.DrainAsync();
        return null;
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
                info = SegmentInformation.Rebuild(await elements.BodyAsync(size, MostHeaderBytes), context);
                break;
            case EbmlId.Tracks when tracks.Count == 0:
                Tracks(await elements.BodyAsync(size, MostHeaderBytes));
                break;
            case EbmlId.Cluster:
                StartCluster(size);
                break;
            case EbmlId.Timestamp when inCluster:
                await TimestampAsync(size);
                break;
            case EbmlId.SimpleBlock when inCluster:
                if (await elements.TryBodyAsync(size, MostBlockBytes) is { } block)
                {
                    await BlockAsync(block, null, block.Length > 3 && block[3] >= 0x80);
                }

                break;
            case EbmlId.BlockGroup when inCluster:
                if (await elements.TryBodyAsync(size, MostBlockBytes) is { } body)
                {
                    var group = BlockGroup.Read(body, context);
                    await BlockAsync(group.Block, group.Rest, group.Key);
                }

                break;
            case EbmlId.EncryptedBlock:
                throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
            case EbmlId.Info or EbmlId.Tracks:
                // Live recordings may repeat their headers; a second, different set would need a second file.
                await elements.SkipAsync(size);
                break;
            default:
                await LeaveOutAsync(id, size);
                break;
        }
    }

    private async ValueTask DocumentAsync(long size)
    {
        if (segment)
        {
            throw new RefusedException(RefusalCode.MixedContent, "A second file behind the first.");
        }

        var body = await elements.BodyAsync(size, 4096);
        var children = EbmlElement.Children(body, 0, body.Length, context);
        docType = EbmlElement.Find(children, EbmlId.DocType) is { } type ? System.Text.Encoding.ASCII.GetString(type.Bytes(body)).TrimEnd('\0') : "";
        if (docType is not ("matroska" or "webm"))
        {
            throw RefusedException.NotSupported("A document of another kind.");
        }

        context.Format = docType == "webm" ? MediaFormat.Webm : MediaFormat.Matroska;
    }

    private void Tracks(byte[] body)
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

        clusters.Leading = (tracks.Find(t => t.Video) ?? tracks[0]).Number;
    }

    private void StartCluster(long size)
    {
        if (!segment || tracks.Count == 0 || info is null)
        {
            throw RefusedException.Damaged("Media before its tracks and information.");
        }

        inCluster = true;
        clusterEnd = size < 0 ? long.MaxValue : checked(input.Position + size);
        clusterTime = 0;
    }

    private async ValueTask TimestampAsync(long size)
    {
        if (await elements.TryBodyAsync(size, 8) is { } time)
        {
            clusterTime = (long)new EbmlElement(EbmlId.Timestamp, 0, time.Length).Number(time);
            await clusters.StartAsync(clusterTime);
        }
    }

    private async ValueTask BlockAsync(byte[] block, EbmlWriter? rest, bool key)
    {
        if (block.Length < 4 || block[0] < 0x80)
        {
            throw RefusedException.Damaged("A block is cut.");
        }

        if (tracks.Find(t => t.Number == (ulong)(block[0] & 0x7F)) is not { } track)
        {
            return;
        }

        block = blocks.Clean(block, track, simple: rest is null);
        await clusters.AddAsync(block, rest, key, clusterTime + BinaryPrimitives.ReadInt16BigEndian(block.AsSpan(1)));
    }

    private async ValueTask LeaveOutAsync(uint id, long size)
    {
        // Blocks are as many as frames and pass one by one; only what is no media is counted against the limit.
        context.CountItem();
        if (RemovalOf(id) is { } kind)
        {
            context.Removed.Add(kind);
        }

        if (context.Rules.Hold("matroska.elements"))
        {
            await elements.SkipAsync(size);
        }
        else
        {
            await input.CopyToAsync(output, size);
        }
    }

    private static RemovalKind? RemovalOf(uint id) => id switch
    {
        EbmlId.Tags => RemovalKind.Software,
        EbmlId.Attachments => RemovalKind.Thumbnail,
        EbmlId.Cues or EbmlId.SeekHead or EbmlId.Void or EbmlId.Crc32 or EbmlId.Position or EbmlId.PreviousSize => null,
        _ => RemovalKind.Other,
    };
}
