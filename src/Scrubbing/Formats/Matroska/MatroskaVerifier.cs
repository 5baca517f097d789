using System.Buffers.Binary;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>The second reader: knows only the elements we write, in the places where we write them.</summary>
internal sealed class MatroskaVerifier(ScrubReader output, ScrubContext context)
{
    private readonly Dictionary<int, SampleCleaner> layouts = [];

    public async Task RunAsync()
    {
        foreach (var type in (string[])["matroska", "webm"])
        {
            var head = MatroskaHead.Document(type);
            if (await output.FillAsync(head.Length) >= head.Length && output.Buffered.StartsWith(head))
            {
                output.Consume(head.Length);
                await SegmentAsync();
                return;
            }
        }

        Check(false);
    }

    private async ValueTask SegmentAsync()
    {
        var (id, size) = await HeadAsync();
        Check(id == EbmlId.Segment && size > 0);
        var begin = output.Position;
        var segmentEnd = begin + size;
        (id, size) = await HeadAsync();
        Check(id == EbmlId.Info && size is >= 0 and <= 64);
        await GrammarAsync(size, [EbmlId.TimestampScale, EbmlId.Duration]);
        (id, size) = await HeadAsync();
        Check(id == EbmlId.Tracks && size is > 0 and < 8 << 20);
        var end = output.Position + size;
        while (output.Position < end)
        {
            (id, size) = await HeadAsync();
            Check(id == EbmlId.TrackEntry && size > 0 && size <= end - output.Position);
            Track(await output.ReadAsync((int)size));
        }

        var clusters = 0;
        var cues = VerifiedCues.None;
        while (!await output.AtEndAsync())
        {
            context.Checkpoint();
            var place = output.Position - begin;
            (id, size) = await HeadAsync();
            if (id == EbmlId.Cues && clusters == 0 && cues == VerifiedCues.None)
            {
                cues = await VerifiedCues.ReadAsync(output, size);
                continue;
            }

            Check(id == EbmlId.Cluster && size > 0);
            cues.Enter(place);
            await ClusterAsync(output.Position + size, cues);
            cues.Leave();
            clusters++;
        }

        Check(clusters > 0 && output.Position == segmentEnd);
        cues.Finish();
    }

    private void Track(byte[] entry)
    {
        var number = 0;
        var codec = "";
        byte[] config = [];
        foreach (var child in EbmlElement.Children(entry, 0, entry.Length, context))
        {
            switch (child.Id)
            {
                case EbmlId.TrackNumber:
                    number = (int)child.Number(entry);
                    break;
                case EbmlId.TrackUid:
                    Check(child.Number(entry) == (ulong)number);
                    break;
                case EbmlId.Language:
                    Check(child.Bytes(entry).SequenceEqual("und"u8));
                    break;
                case EbmlId.CodecId:
                    codec = System.Text.Encoding.ASCII.GetString(child.Bytes(entry));
                    break;
                case EbmlId.CodecPrivate:
                    config = child.Bytes(entry).ToArray();
                    break;
                case EbmlId.Video:
                    foreach (var number2 in EbmlElement.Children(entry, child.Body, child.End, context))
                    {
                        Check((EbmlId.VideoNumbers.AsSpan().Contains(number2.Id) && number2.Length <= 8) || number2.Id == EbmlId.Colour);
                        Check(number2.Id != EbmlId.Colour || EbmlElement.Children(entry, number2.Body, number2.End, context)
                            .TrueForAll(c => EbmlId.ColourNumbers.AsSpan().Contains(c.Id) && c.Length <= 8));
                    }

                    break;
                case EbmlId.Audio:
                    Check(EbmlElement.Children(entry, child.Body, child.End, context).TrueForAll(c => c.Length <= 8
                        && c.Id is EbmlId.SamplingFrequency or EbmlId.OutputSamplingFrequency or EbmlId.Channels or EbmlId.BitDepth));
                    break;
                case EbmlId.ContentEncodings:
                    Check(child.Length <= 40);
                    break;
                default:
                    Check(child.Length <= 8 && child.Id is EbmlId.TrackType or EbmlId.FlagLacing or EbmlId.DefaultDuration or EbmlId.CodecDelay or EbmlId.SeekPreRoll);
                    break;
            }
        }

        Check(number > 0 && layouts.TryAdd(number, codec switch
        {
            "V_MPEG4/ISO/AVC" => new SampleCleaner(SampleCodec.Avc, (config[4] & 3) + 1),
            "V_MPEGH/ISO/HEVC" => new SampleCleaner(SampleCodec.Hevc, (config[21] & 3) + 1),
            "V_AV1" => new SampleCleaner(SampleCodec.Av1),
            "V_MJPEG" => new SampleCleaner(SampleCodec.Jpeg),
            _ => codec.StartsWith("V_MPEG", StringComparison.Ordinal) ? new SampleCleaner(SampleCodec.Mpeg4Visual) : new SampleCleaner(SampleCodec.Opaque),
        }));
        if (entry.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x6D, 0x80]) >= 0)
        {
            // Stripped frames cannot be read on their own; the cleaner put their heads back before it looked.
            layouts[number] = new SampleCleaner(SampleCodec.Opaque);
        }
    }

    private async ValueTask ClusterAsync(long end, VerifiedCues cues)
    {
        var (id, size) = await HeadAsync();
        Check(id == EbmlId.Timestamp && size is > 0 and <= 8);
        long time = 0;
        foreach (var b in await output.ReadAsync((int)size))
        {
            time = (time << 8) | b;
        }

        while (output.Position < end)
        {
            (id, size) = await HeadAsync();
            Check(size > 0 && size <= end - output.Position && id is EbmlId.SimpleBlock or EbmlId.BlockGroup);
            if (id == EbmlId.SimpleBlock)
            {
                await BlockAsync(size, time, cues);
                continue;
            }

            var groupEnd = output.Position + size;
            (id, size) = await HeadAsync();
            Check(id == EbmlId.Block && size <= groupEnd - output.Position);
            await BlockAsync(size, time, cues);
            await GrammarAsync(groupEnd - output.Position, [EbmlId.BlockDuration, EbmlId.ReferenceBlock, EbmlId.DiscardPadding]);
        }

        Check(output.Position == end);
    }

    private async ValueTask BlockAsync(long size, long clusterTime, VerifiedCues cues)
    {
        Check(size >= 4);
        await output.RequireAsync(4);
        Check(layouts.TryGetValue(output.Buffered[0] & 0x7F, out var layout) && (output.Buffered[3] & 0x70) == 0);
        cues.See(output.Buffered[0] & 0x7F, clusterTime + BinaryPrimitives.ReadInt16BigEndian(output.Buffered[1..]));
        var laced = (output.Buffered[3] & 6) != 0;
        output.Consume(4);
        await SampleAudit.PassAsync(output, size - 4, laced ? new SampleCleaner(SampleCodec.Opaque) : layout);
    }

    private async ValueTask GrammarAsync(long size, uint[] allowed)
    {
        var end = output.Position + size;
        while (output.Position < end)
        {
            var (id, length) = await HeadAsync();
            Check(allowed.AsSpan().Contains(id) && length is >= 0 and <= 8 && length <= end - output.Position);
            await output.SkipAsync(length);
        }

        Check(output.Position == end);
    }

    private async ValueTask<(uint Id, long Size)> HeadAsync()
    {
        await output.RequireAsync(2);
        var idLength = 1;
        for (var mask = 0x80; idLength < 4 && (output.Buffered[0] & mask) == 0; mask >>= 1)
        {
            idLength++;
        }

        await output.RequireAsync(idLength + 1);
        uint id = 0;
        for (var i = 0; i < idLength; i++)
        {
            id = (id << 8) | output.Buffered[i];
        }

        var sizeLength = 1;
        for (var mask = 0x80; sizeLength < 8 && (output.Buffered[idLength] & mask) == 0; mask >>= 1)
        {
            sizeLength++;
        }

        await output.RequireAsync(idLength + sizeLength);
        var size = output.Buffered[idLength] & ((1L << (8 - sizeLength)) - 1);
        for (var i = 1; i < sizeLength; i++)
        {
            size = (size << 8) | output.Buffered[idLength + i];
        }

        output.Consume(idLength + sizeLength);
        return (id, size == (1L << (7 * sizeLength)) - 1 ? -1 : size);
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt file holds something that is not on the list.");
        }
    }
}
