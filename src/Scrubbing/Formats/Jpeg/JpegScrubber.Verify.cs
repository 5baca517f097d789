namespace ReportingService.Scrubbing.Formats.Jpeg;

internal sealed partial class JpegScrubber
{
    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        Expect(await output.ReadUInt16BigAsync() == 0xFFD8, "start");
        var order = 0;
        byte frameMarker = 0;
        var components = Array.Empty<byte>();
        var usedQuant = new HashSet<int>();
        var quant = new HashSet<int>();
        var huffman = new HashSet<int>();
        var fresh = new HashSet<int>();
        var interval = 0;
        var scans = 0;
        var cut = false;
        while (true)
        {
            var marker = cut ? 0xFFD9 : await output.ReadUInt16BigAsync();
            if (marker == 0xFFD9)
            {
                // A picture that was cut between scans never needed the tables of the later ones.
                Expect(scans > 0 && fresh.Count == 0 && quant.IsSubsetOf(usedQuant), "end");
                return;
            }

            var length = await output.ReadUInt16BigAsync();
            Expect(length >= 2, "length");
            var body = await output.ReadAsync(length - 2);
            switch (marker)
            {
                case 0xFFE1:
                    Expect(order < 1 && body.AsSpan().StartsWith("Exif\0\0"u8) && ExifOrientation.IsCanonical(body.AsSpan(6)), "Exif");
                    order = 1;
                    break;
                case 0xFFE2:
                    Expect(order < 2 && body.AsSpan().StartsWith("ICC_PROFILE\0\u0001\u0001"u8)
                        && CanonicalIcc.Profiles.Any(p => p.Bytes.AsSpan().SequenceEqual(body.AsSpan(14))), "profile");
                    order = 2;
                    break;
                case 0xFFEE:
                    Expect(order < 3 && body.Length == 12 && body.AsSpan(0, 11).SequenceEqual("Adobe\0\u0064\0\0\0\0"u8) && body[11] <= 2, "Adobe");
                    order = 3;
                    break;
                case 0xFFDB:
                    order = 4;
                    Expect(body.Length == (body[0] >> 4 == 0 ? 65 : 129) && (body[0] & 0xEC) == 0, "quantisation table");
                    quant.Add(body[0] & 3);
                    break;
                case 0xFFC0 or 0xFFC1 or 0xFFC2:
                    order = 4;
                    Expect(frameMarker == 0 && body.Length == 6 + (3 * body[5]) && body[0] == 8, "frame");
                    frameMarker = (byte)marker;
                    components = [.. Enumerable.Range(0, body[5]).Select(i => body[6 + (3 * i)])];
                    Expect(components.SequenceEqual("RGB"u8.ToArray()) || components.SequenceEqual(Enumerable.Range(1, components.Length).Select(i => (byte)i)), "component names");
                    usedQuant = [.. Enumerable.Range(0, body[5]).Select(i => (int)body[8 + (3 * i)])];
                    break;
                case 0xFFC4:
                    Expect(body.Length >= 17 && (body[0] & 0xEC) == 0 && body.Length == 17 + body[1..17].Sum(n => n), "Huffman table");
                    huffman.Add(body[0]);
                    fresh.Add(body[0]);
                    break;
                case 0xFFDD:
                    Expect(body.Length == 2, "restart interval");
                    interval = (body[0] << 8) | body[1];
                    break;
                case 0xFFDA:
                    Expect(frameMarker != 0 && body.Length >= 6 && body.Length == 4 + (2 * body[0]), "scan");
                    for (var i = 0; i < body[0]; i++)
                    {
                        Expect(components.Contains(body[1 + (2 * i)]), "scan component");
                        var slots = body[2 + (2 * i)];
                        fresh.Remove(slots >> 4);
                        fresh.Remove(0x10 | (slots & 15));
                    }

                    Expect(fresh.Count == 0, "unused Huffman table");
                    scans++;
                    cut = !await VerifyEntropyAsync(output, interval > 0);
                    break;
                default:
                    throw new RefusedException(RefusalCode.VerifyFailed, "A segment that is not on the list.");
            }
        }
    }

    /// <summary>False when the file ends inside the picture, as one that was cut does.</summary>
    private static async Task<bool> VerifyEntropyAsync(ScrubReader output, bool restarts)
    {
        byte expected = 0xD0;
        while (true)
        {
            if (await output.FillAsync(2) < 2)
            {
                Expect(output.Buffered.IndexOf((byte)0xFF) < 0, "end");
                output.Consume(output.Buffered.Length);
                return false;
            }

            var found = output.Buffered.IndexOf((byte)0xFF);
            if (found < 0)
            {
                output.Consume(output.Buffered.Length);
                continue;
            }

            output.Consume(found);
            await output.RequireAsync(2);
            var next = output.Buffered[1];
            if (next == 0)
            {
                output.Consume(2);
            }
            else if (next is >= 0xD0 and <= 0xD7)
            {
                Expect(restarts && next == expected, "restart marker");
                expected = (byte)(0xD0 | ((expected + 1) & 7));
                output.Consume(2);
            }
            else
            {
                return true;
            }
        }
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, $"The rebuilt JPEG is not as it must be: {what}.");
        }
    }
}
