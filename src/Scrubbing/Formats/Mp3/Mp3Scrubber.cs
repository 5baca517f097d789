using ReportingService.Scrubbing.Formats.Flac;

namespace ReportingService.Scrubbing.Formats.Mp3;

/// <summary>MP3: frames only. Tags before, behind and between them go; so does what encoders write beside the sound.</summary>
internal sealed class Mp3Scrubber : FormatScrubber
{
    private const int LongestFrame = 1441;

    private readonly FlacScrubber flac = new();

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head)
    {
        // Some recorders leave zeros before the first frame.
        var zeros = head.IndexOfAnyExcept((byte)0);
        head = zeros is > 0 and < 2048 ? head[zeros..] : head;
        for (var skip = 0; zeros > 0 && skip < 256 && skip + 4 < head.Length; skip++)
        {
            if (Mp3Header.TryRead(head[skip..], out _) && Sniff(head[skip..]) is { } format)
            {
                return format;
            }
        }

        if (head.StartsWith("ID3"u8))
        {
            return MediaFormat.Mp3;
        }

        return IsMidway(head) || (Mp3Header.TryRead(head, out var first)
            && (head.Length <= first.Size || (Mp3Header.TryRead(head[first.Size..], out var second) && second.Continues(first)) || IsTag(head[first.Size..])))
            ? MediaFormat.Mp3 : null;
    }

    /// <summary>A recording that was cut at the front begins inside a frame. Two headers in step behind the first one make sure of it.</summary>
    private static bool IsMidway(ReadOnlySpan<byte> head)
    {
        for (var skip = 1; skip < LongestFrame && skip + 4 < head.Length; skip++)
        {
            if (Mp3Header.TryRead(head[skip..], out var first) && Follows(head, skip + first.Size, first, out var second)
                && Follows(head, skip + first.Size + second.Size, first, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Follows(ReadOnlySpan<byte> head, int at, Mp3Header first, out Mp3Header header)
    {
        header = default;
        return at < head.Length && Mp3Header.TryRead(head[at..], out header) && header.Continues(first);
    }

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        while (await input.FillAsync(10) >= 10 && input.Buffered.StartsWith("ID3"u8))
        {
            var size = (input.Buffered[6] & 0x7F) << 21 | (input.Buffered[7] & 0x7F) << 14 | (input.Buffered[8] & 0x7F) << 7 | (input.Buffered[9] & 0x7F);
            var footer = (input.Buffered[5] & 0x10) != 0 ? 10 : 0;
            CountTag(input, context);
            await input.LeaveOutAsync(output, 10 + size + footer, "mp3.tags");
        }

        await input.FillAsync(4);
        if (input.Buffered.StartsWith("fLaC"u8))
        {
            // Some programs put an ID3 tag before FLAC.
            context.Format = MediaFormat.Flac;
            await flac.ScrubAsync(input, output, context);
            return;
        }

        await FramesAsync(input, output, context);
    }

    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        await output.RequireAsync(4);
        if (output.Buffered.StartsWith("fLaC"u8))
        {
            await flac.VerifyAsync(output, context);
            return;
        }

        // Every byte belongs to a frame whose header continues the first one.
        Mp3Header? first = null;
        while (await output.FillAsync(4) > 0)
        {
            Check(Mp3Header.TryRead(output.Buffered, out var header) && (first is null || header.Continues(first.Value)));
            Check((output.Buffered[2] & 1) == 0 || !context.Rules.Hold("mp3.ancillary") || first is null);
            var size = Math.Min(header.Size, await output.FillAsync(header.Size));
            Check(size == header.Size || first is not null);
            var frame = output.Buffered[..size];
            if (first is null)
            {
                var tag = frame[(4 + header.SideBytes)..];
                var name = tag.IndexOf("Lavf"u8);
                Check(!IsXing(tag) || name < 0 || !tag[(name + 4)..Math.Min(tag.Length, name + 21)].ContainsAnyExcept((byte)0));
            }

            first ??= header;
            output.Consume(size);
        }

        Check(first is not null);
    }

    private static bool IsXing(ReadOnlySpan<byte> tag) => tag.StartsWith("Xing"u8) || tag.StartsWith("Info"u8);

    private static async Task FramesAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        var reservoir = new BitReservoir(context);
        Mp3Header? first = null;
        var inStep = false;
        var junk = 0L;
        while (await input.FillAsync(4) >= 4)
        {
            if (Mp3Header.TryRead(input.Buffered, out var header) && (first is null || header.Continues(first.Value))
                && await input.FillAsync(header.Size) >= header.Size && (inStep || await IsConfirmedAsync(input, header)))
            {
                inStep = true;
                var frame = input.Buffered[..header.Size].ToArray();
                input.Consume(header.Size);
                if (first is null && XingFrame.Clean(frame, header, context))
                {
                    // Players honour it only right behind the tags; elsewhere it is silence that nobody plays.
                    if (junk == 0)
                    {
                        await output.WriteAsync(frame);
                    }
                }
                else
                {
                    reservoir.Push(frame, header);
                }

                first ??= header;
                while (reservoir.TryTake(out var done))
                {
                    await output.WriteAsync(done);
                }

                continue;
            }

            if (inStep && first is { } known && IsCutFrame(input, known, out var last))
            {
                reservoir.Push(input.Buffered.ToArray(), last);
                input.Consume(input.Buffered.Length);
                break;
            }

            if (inStep || junk == 0)
            {
                CountTag(input, context);
            }

            // Threat: tags and junk between frames are skipped by players and kept by strippers that only cut the ends.
            inStep = false;
            junk++;
            if (first is null && junk > 1 << 20)
            {
                break;
            }

            await input.LeaveOutAsync(output, 1, "mp3.tags");
        }

        if (first is null)
        {
            throw RefusedException.NotSupported("There is no MPEG layer III sound behind the tag.");
        }

        await input.DrainAsync();
        reservoir.Finish();
        while (reservoir.TryTake(out var done))
        {
            await output.WriteAsync(done);
        }
    }

    private static bool IsCutFrame(ScrubReader input, Mp3Header first, out Mp3Header header) =>
        CutFrame.Is(input.Buffered, first, out header) && input.StreamEnded;

    private static async ValueTask<bool> IsConfirmedAsync(ScrubReader input, Mp3Header header)
    {
        var have = await input.FillAsync(header.Size + 4);
        var rest = input.Buffered[header.Size..];
        return have <= header.Size || (Mp3Header.TryRead(rest, out var next) && next.Continues(header)) || IsTag(rest);
    }

    private static bool IsTag(ReadOnlySpan<byte> data) => data.StartsWith("TAG"u8) || data.StartsWith("APE"u8) || data.StartsWith("LYR"u8) || data.StartsWith("ID3"u8);

    private static void CountTag(ScrubReader input, ScrubContext context)
    {
        var tag = input.Buffered[..Math.Min(input.Buffered.Length, 2048)];
        context.Removed.Add(IsTag(tag) ? RemovalKind.People : RemovalKind.Other);
        if (tag.IndexOf("APIC"u8) >= 0)
        {
            context.Removed.Add(RemovalKind.Thumbnail);
        }

        if (tag.IndexOf("TSSE"u8) >= 0 || tag.IndexOf("TENC"u8) >= 0)
        {
            context.Removed.Add(RemovalKind.Software);
        }
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt sound holds something that is not on the list.");
        }
    }
}
