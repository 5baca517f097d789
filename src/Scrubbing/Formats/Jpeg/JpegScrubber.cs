namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>Rebuilds a JPEG from its tables, frame header, scans and entropy-coded data. See README.md of this folder.</summary>
internal sealed partial class JpegScrubber : FormatScrubber
{
    private const int MaxScans = 200;

    public override MediaFormat? Sniff(ReadOnlySpan<byte> head) =>
        head.Length >= 3 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF ? MediaFormat.Jpeg : null;

    public override async Task ScrubAsync(ScrubReader input, ScrubWriter output, ScrubContext context)
    {
        await input.RequireAsync(2);
        input.Consume(2);
        var header = new JpegHeader();
        var tables = new JpegTables();
        JpegFrame? frame = null;
        var restartInterval = 0;
        var restartWritten = 0;
        var scans = 0;
        var frameWritten = false;
        while (true)
        {
            context.CountItem();
            var marker = await PeekMarkerAsync(input, output, context);
            input.Consume(marker == AtEnd ? 0 : 2);
            var body = marker is AtEnd or 0x01 or (>= 0xD0 and <= 0xD9) ? [] : await BodyAsync(input);
            switch (body is null || (marker == 0xDA && await IsEmptyScanAsync(input)) ? AtEnd : marker)
            {
                case AtEnd or 0xD9:
                    // A picture sent in several scans may break between two of them; viewers show what there is.
                    if (scans == 0)
                    {
                        throw RefusedException.Damaged("A JPEG without picture data.");
                    }

                    await FinishAsync(input, output, endOfImage: true, context);
                    return;
                case 0xDA:
                    if (frame is null)
                    {
                        throw RefusedException.Damaged("A scan before the frame header.");
                    }

                    if (++scans > MaxScans)
                    {
                        throw RefusedException.TooComplex("More scans than the limit allows.");
                    }

                    var scan = ScanHeader.Parse(frame, body);
                    if (!frameWritten)
                    {
                        header.Write(output, frame);
                    }

                    tables.WriteQuant(output, scan);
                    if (!context.Rules.Hold(JpegRules.UnusedTables))
                    {
                        tables.WriteAll(output);
                    }

                    if (!frameWritten)
                    {
                        WriteFrame(output, frame);
                        frameWritten = true;
                    }

                    tables.WriteHuffman(output, scan);
                    if (restartInterval != restartWritten)
                    {
                        output.Write([0xFF, 0xDD, 0, 4, (byte)(restartInterval >> 8), (byte)restartInterval]);
                        restartWritten = restartInterval;
                    }

                    WriteScan(output, scan);
                    var whole = await CopyScanAsync(input, output, new ScanDecoder(frame, scan, tables.Dc, tables.Ac, restartInterval), frame.Progressive, context);
                    if (!whole || (!frame.Progressive && Array.TrueForAll(frame.Components, c => c.Seen)))
                    {
                        await FinishAfterPictureAsync(input, output, whole, context);
                        return;
                    }

                    break;
                case 0xC0 or 0xC1 or 0xC2:
                    if (frame is not null)
                    {
                        throw RefusedException.Unsafe("Two frame headers.");
                    }

                    frame = JpegFrame.Parse((byte)marker, body);
                    context.RequirePixels(frame.Width, frame.Height);
                    await MakeMapsAsync(frame, context);
                    break;
                case 0xC4:
                    tables.ReadHuffman(body);
                    break;
                case 0xDB:
                    tables.ReadQuant(body);
                    break;
                case 0xDD:
                    if (body!.Length != 2)
                    {
                        throw RefusedException.Damaged("A restart interval of the wrong length.");
                    }

                    restartInterval = (body[0] << 8) | body[1];
                    break;
                case 0xFE or (>= 0xE0 and <= 0xEF):
                    DropSegment((byte)marker, body!, header, context, scans > 0 ? output : null);
                    break;
                case 0x01 or (>= 0xD0 and <= 0xD7):
                    context.Removed.Add(RemovalKind.Other);
                    break;
                case 0xD8:
                    throw RefusedException.Damaged("A second picture inside the first.");
                default:
                    throw RefusedException.NotSupported("A JPEG process other than baseline, extended or progressive Huffman.");
            }
        }
    }

    /// <summary>The body of a segment, null when the file ends inside it.</summary>
    private static async ValueTask<byte[]?> BodyAsync(ScrubReader input)
    {
        if (await input.FillAsync(2) < 2)
        {
            return null;
        }

        var length = await input.ReadUInt16BigAsync();
        if (length < 2)
        {
            throw RefusedException.Damaged("A segment without length.");
        }

        return await input.FillAsync(length - 2) < length - 2 ? null : await input.ReadAsync(length - 2);
    }

    private static void WriteFrame(ScrubWriter output, JpegFrame frame)
    {
        output.WriteUInt16Big((ushort)(0xFF00 | frame.Marker));
        output.WriteUInt16Big((ushort)(8 + (3 * frame.Components.Length)));
        output.WriteByte(8);
        output.WriteUInt16Big((ushort)frame.Height);
        output.WriteUInt16Big((ushort)frame.Width);
        output.WriteByte((byte)frame.Components.Length);
        foreach (var c in frame.Components)
        {
            output.Write([c.OutId, (byte)((c.H << 4) | c.V), (byte)c.QuantSlot]);
        }
    }

    private static void WriteScan(ScrubWriter output, ScanHeader scan)
    {
        output.WriteUInt16Big(0xFFDA);
        output.WriteUInt16Big((ushort)(6 + (2 * scan.Parts.Length)));
        output.WriteByte((byte)scan.Parts.Length);
        foreach (var part in scan.Parts)
        {
            // Slots of tables that this scan does not use say nothing.
            var dc = scan.SpectralStart == 0 && scan.High == 0 ? part.DcSlot : 0;
            var ac = scan.SpectralEnd > 0 ? part.AcSlot : 0;
            output.Write([part.Component.OutId, (byte)((dc << 4) | ac)]);
        }

        output.Write([(byte)scan.SpectralStart, (byte)scan.SpectralEnd, (byte)((scan.High << 4) | scan.Low)]);
    }

    private static async ValueTask MakeMapsAsync(JpegFrame frame, ScrubContext context)
    {
        if (!frame.Progressive)
        {
            return;
        }

        await context.TakeTableMemoryAsync(frame.Components.Sum(c => 8L * c.Stride * c.PaddedLines));
        foreach (var c in frame.Components)
        {
            c.NonZero = new ulong[c.Stride * c.PaddedLines];
        }
    }

    private static void DropSegment(byte marker, byte[] body, JpegHeader header, ScrubContext context, ScrubWriter? output)
    {
        var rule = Classify(marker, body, header, context.Removed);
        if (context.Rules.Hold(rule))
        {
            return;
        }

        byte[] segment = [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];
        if (output is null)
        {
            header.PassedThrough.Add(segment);
        }
        else
        {
            output.Write(segment);
        }
    }

    private static string Classify(byte marker, ReadOnlySpan<byte> body, JpegHeader header, RemovalTally removed)
    {
        switch (marker)
        {
            case 0xE0 when body.StartsWith("JFIF\0"u8):
                header.JfifSeen = true;
                if (body.Length > 14)
                {
                    removed.Add(RemovalKind.Thumbnail);
                }

                return JpegRules.ApplicationSegments;
            case 0xE0 when body.StartsWith("JFXX\0"u8):
                removed.Add(RemovalKind.Thumbnail);
                return JpegRules.ApplicationSegments;
            case 0xE1 when body.StartsWith("Exif\0"u8) && body.Length >= 6:
                var orientation = ExifWalker.Walk(body[6..], removed);
                if (!header.ExifSeen)
                {
                    header.ExifSeen = true;
                    header.Orientation = orientation;
                }

                return JpegRules.Exif;
            case 0xE2 when body.StartsWith("ICC_PROFILE\0"u8) && body.Length > 14:
                header.AddIcc(body[14..]);
                return JpegRules.Icc;
            case 0xE2 when body.StartsWith("MPF\0"u8):
                removed.Add(RemovalKind.Thumbnail);
                return JpegRules.ApplicationSegments;
            case 0xEE when body.StartsWith("Adobe"u8) && body.Length >= 12:
                header.AdobeTransform = body[11];
                return JpegRules.Adobe;
            default:
                TextScan.Classify(body, removed);
                return marker == 0xFE ? JpegRules.Comments : JpegRules.ApplicationSegments;
        }
    }
}
