using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>Ogg with Vorbis, Opus or FLAC: pages of one sound stream under a constant serial, comments empty.</summary>
internal sealed class OggScrubber : FormatScrubber
{
    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        !head.StartsWith("OggS"u8) ? null : head.IndexOf("OpusHead"u8) is >= 0 and < 512 ? MediaFormat.Opus : MediaFormat.Ogg;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        OggStream? stream = null;
        uint links = 0;
        uint number = 0;
        var sound = false;
        var heard = false;
        var dropped = new HashSet<uint>();
        while (await OggPage.ReadAsync(input, context) is { } page)
        {
            context.Checkpoint();
            if (page.First)
            {
                var kind = OggStream.Classify(page.Body);
                if (kind == OggKind.Dropped || (stream is not null && !sound))
                {
                    context.CountItem();
                    context.Removed.Add(RemovalKind.Other);
                    dropped.Add(page.Serial);
                    continue;
                }

                // A new link of a chain begins when the one before has sounded.
                context.CountItem();
                stream = new OggStream(kind, page.Serial);
                links++;
                sound = false;
            }

            if (stream is null || page.Serial != stream.Serial)
            {
                if (!dropped.Contains(page.Serial))
                {
                    throw RefusedException.Damaged("A page of a stream that never began.");
                }

                continue;
            }

            OggPage? rest = page;
            if (!stream.HeadersDone)
            {
                rest = stream.Feed(page, context);
                if (!stream.HeadersDone)
                {
                    continue;
                }

                foreach (var header in stream.HeaderPages(links, out number))
                {
                    await output.WriteAsync(header);
                }

                if (rest is null || rest.Lacing.Length == 0)
                {
                    continue;
                }
            }

            var clean = OggPackets.Clean(rest, stream.Kind, context);
            if (clean.Lacing.Length > 0 || rest.Lacing.Length == 0)
            {
                sound = heard = true;
                await output.WriteAsync(clean.Write(links, number++));
            }
        }

        if (!heard)
        {
            throw RefusedException.Damaged("There is no sound.");
        }
    }

    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        uint serial = 0;
        uint number = 0;
        var kind = OggKind.Dropped;
        var any = false;
        while (!await output.AtEndAsync())
        {
            context.Checkpoint();
            await output.RequireAsync(28);
            var segments = output.Buffered[26];
            await output.RequireAsync(27 + segments);
            var size = 27 + segments;
            foreach (var lace in output.Buffered.Slice(27, segments))
            {
                size += lace;
            }

            if (size > output.Window)
            {
                throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt sound holds something that is not on the list.");
            }

            await output.RequireAsync(size);
            var page = output.Buffered[..size];
            Check(page.StartsWith("OggS\0"u8) && page[5] < 8);
            var first = (page[5] & 2) != 0;
            if (first)
            {
                serial++;
                number = 0;
                kind = OggStream.Classify(page[(27 + segments)..]);
                Check(kind != OggKind.Dropped && segments == 1);
                var ident = page[28..];
                Check(kind switch
                {
                    OggKind.Vorbis => ident.Length == 30,
                    OggKind.Opus => ident.Length == (ident[18] == 0 ? 19 : 21 + ident[9]),
                    _ => ident.Length == 51,
                });
            }

            Check(BinaryPrimitives.ReadUInt32LittleEndian(page[14..]) == serial && BinaryPrimitives.ReadUInt32LittleEndian(page[18..]) == number);
            Check(number != 1 || page[(27 + segments)..].StartsWith(OggComments.Empty(kind)));
            any |= number > 1;
            number++;
            output.Consume(size);
        }

        Check(any);
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt sound holds something that is not on the list.");
        }
    }
}
