namespace ReportingService.Scrubbing.Formats.Jpeg;

internal sealed partial class JpegScrubber
{
    private const int ScanFill = 64 * 1024;
    private const int AtEnd = -1;

    /// <summary>
    /// A scan of which not one byte is there. Some decoders show a grey picture for it when the file ends, and none when an end of
    /// image follows: it is left away, and with it the picture when there is no other scan.
    /// </summary>
    private static async ValueTask<bool> IsEmptyScanAsync(ScrubReader input)
    {
        await input.FillAsync(64);
        var rest = input.Buffered.TrimStart((byte)0xFF);
        return rest.Length == 0 ? input.StreamEnded : rest.Length < input.Buffered.Length && rest[0] == 0xD9;
    }

    /// <summary>Copies entropy-coded data unit by unit. False when the picture ends before its last unit and nothing more of it follows.</summary>
    private static async Task<bool> CopyScanAsync(ScrubReader input, ScrubWriter output, ScanDecoder decoder, bool progressive, ScrubContext context)
    {
        var restart = 0;
        var any = false;
        while (true)
        {
            await input.FillAsync(ScanFill);
            var stop = decoder.Run(input.Buffered, input.StreamEnded, out var used);
            any |= used > 0 || stop is ScanDecoder.Stop.IntervalDone or ScanDecoder.Stop.ScanDone;
            await output.WriteAsync(input.BufferedMemory[..used]);
            input.Consume(used);
            switch (stop)
            {
                case ScanDecoder.Stop.Hungry when used > 0 || !input.StreamEnded:
                    continue;
                case ScanDecoder.Stop.Short:
                    await PassFillAsync(input, output, context);
                    break;
                default:
                    FinishByte(input, output, decoder.BitOffset, context);
                    await PassToMarkerAsync(input, output, context);
                    if (stop == ScanDecoder.Stop.ScanDone)
                    {
                        return true;
                    }

                    break;
            }

            // Cameras that lose power and transfers that break leave such pictures; viewers show them with the lower part missing.
            // Everything up to here was decoded as picture, so nothing foreign is in it.
            var marker = await PeekMarkerAsync(input, output, context);
            if (marker is AtEnd or 0xD9)
            {
                return any ? false : throw RefusedException.Damaged("A JPEG without picture data.");
            }

            if (decoder.MoreIntervals && marker == 0xD0 + restart && (stop == ScanDecoder.Stop.IntervalDone || !progressive))
            {
                input.Consume(2);
                output.WriteUInt16Big((ushort)(0xFF00 | marker));
                restart = (restart + 1) & 7;
                decoder.Restart();
                continue;
            }

            // Decoders disagree about what follows a wrong restart marker, and later scans of a progressive picture lean on what a
            // short one left open.
            return !any || progressive || marker is >= 0xD0 and <= 0xD7 ? throw RefusedException.Damaged("Picture data ends early.") : true;
        }
    }

    /// <summary>Repeated FF before a marker. Threat: decoders take FF FF 00 for picture, marker searches do not.</summary>
    private static async Task PassFillAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        while (await input.FillAsync(2) >= 2 && input.Buffered[1] == 0xFF)
        {
            Pass(input, output, context, JpegRules.FillBytes);
        }

        if (input.Buffered.Length >= 2 && input.Buffered[1] == 0)
        {
            throw RefusedException.Damaged("Picture data with repeated FF.");
        }
    }

    /// <summary>The bits after the last unit are ones, T.81 F.1.2.3. Threat: seven free bits per interval.</summary>
    private static void FinishByte(ScrubReader input, ScrubWriter output, int bitOffset, ScrubContext context)
    {
        if (bitOffset == 0)
        {
            return;
        }

        var value = input.Buffered[0];
        var filled = context.Rules.Hold(JpegRules.PaddingBits) ? (byte)(value | (0xFF >> bitOffset)) : value;
        output.WriteByte(filled);
        if (filled == 0xFF)
        {
            output.WriteByte(0);
        }

        input.Consume(value == 0xFF ? 2 : 1);
    }

    /// <summary>Threat: bytes between the last unit and the marker are not picture. Goes on until a real marker.</summary>
    private static async Task PassToMarkerAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        long passed = 0;
        var hold = context.Rules.Hold(JpegRules.AfterLastMcu);
        while (await input.FillAsync(2) >= 2)
        {
            var buffered = input.Buffered;
            if (buffered[0] == 0xFF && buffered[1] != 0)
            {
                break;
            }

            var next = buffered[1..].IndexOf((byte)0xFF);
            var take = next < 0 ? buffered.Length - 1 : next + 1;
            if (!hold)
            {
                await output.WriteAsync(input.BufferedMemory[..take]);
            }

            input.Consume(take);
            passed += take;
        }

        if (passed > 0)
        {
            context.Removed.Add(RemovalKind.Other);
        }
    }

    /// <summary>
    /// Finds the next marker as decoders do: bytes that are not FF are passed over, FF may be repeated. The marker is left in front,
    /// <see cref="AtEnd"/> when the file ends first.
    /// </summary>
    private static async Task<int> PeekMarkerAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        var dropped = false;
        while (await input.FillAsync(2) >= 2)
        {
            if (input.Buffered[0] != 0xFF || input.Buffered[1] == 0)
            {
                dropped = true;
                Pass(input, output, context, JpegRules.BetweenSegments);
                continue;
            }

            if (input.Buffered[1] == 0xFF)
            {
                Pass(input, output, context, JpegRules.FillBytes);
                continue;
            }

            if (dropped)
            {
                context.Removed.Add(RemovalKind.Other);
            }

            return input.Buffered[1];
        }

        return AtEnd;
    }

    private static void Pass(ScrubReader input, ScrubWriter output, ScrubContext context, string rule)
    {
        if (!context.Rules.Hold(rule))
        {
            output.WriteByte(input.Buffered[0]);
        }

        input.Consume(1);
    }

    /// <summary>
    /// Nothing that follows is shown by anybody. A picture that the end of the file cut short stays without end of image: with one,
    /// some decoders fill the missing part otherwise than without.
    /// </summary>
    private static async Task FinishAfterPictureAsync(ScrubReader input, ScrubWriter output, bool whole, ScrubContext context)
    {
        while (await input.FillAsync(2) >= 2 && input.Buffered[0] == 0xFF && input.Buffered[1] == 0xFF)
        {
            Pass(input, output, context, JpegRules.FillBytes);
        }

        var ended = await input.FillAsync(2) >= 2 && input.Buffered[0] == 0xFF && input.Buffered[1] == 0xD9;
        input.Consume(ended ? 2 : 0);
        await FinishAsync(input, output, whole || ended, context);
    }

    /// <summary>Threat: motion photos, second pictures, maker trailers and whole other files stand after the end of the image.</summary>
    private static async Task FinishAsync(ScrubReader input, ScrubWriter output, bool endOfImage, ScrubContext context)
    {
        if (endOfImage)
        {
            output.WriteUInt16Big(0xFFD9);
        }

        if (!context.Rules.Hold(JpegRules.Trailer))
        {
            while (await input.FillAsync(1) > 0)
            {
                var rest = input.BufferedMemory;
                await output.WriteAsync(rest);
                input.Consume(rest.Length);
            }
        }

        if (await input.FillAsync(4) > 0)
        {
            if (input.Buffered.StartsWith<byte>([0xFF, 0xD8]))
            {
                context.Removed.Add(RemovalKind.Thumbnail);
                await input.DrainAsync();
            }
            else if (!await Padding.DrainAsync(input))
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }
    }
}
