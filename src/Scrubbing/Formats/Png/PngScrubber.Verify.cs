using System.Buffers.Binary;
using System.Text;

namespace ReportingService.Scrubbing.Formats.Png;

internal sealed partial class PngScrubber
{
    public override async Task VerifyAsync(ScrubReader output, ScrubContext context)
    {
        var signature = await output.ReadAsync(8);
        Expect(signature.AsSpan().SequenceEqual(Signature), "signature");
        var seen = new HashSet<string>();
        var previous = string.Empty;
        uint sequence = 0;
        var full = true;
        while (true)
        {
            var length = await output.ReadUInt32BigAsync();
            Expect(length <= PngDataWriter.ChunkLength + 4, "length");
            var name = Encoding.ASCII.GetString(await output.ReadAsync(4));
            var crc = Crc32.Append(0, Encoding.ASCII.GetBytes(name));

            // Picture data is only summed up; of everything else the whole body is looked at.
            var body = await output.ReadAsync((int)Math.Min(length, name is "IDAT" or "fdAT" ? 4 : length));
            crc = Crc32.Append(crc, body);
            for (var left = (int)length - body.Length; left > 0;)
            {
                await output.RequireAsync(1);
                var take = Math.Min(left, output.Buffered.Length);
                crc = Crc32.Append(crc, output.Buffered[..take]);
                output.Consume(take);
                left -= take;
            }

            Expect(crc == await output.ReadUInt32BigAsync(), "checksum");
            Expect((previous.Length == 0) == (name == "IHDR"), "order");
            var picture = seen.Contains("IDAT");
            var run = name == previous;
            Expect(name is "IDAT" or "fdAT" or "fcTL" || seen.Add(name), "chunk twice");
            switch (name)
            {
                case "IHDR":
                    Expect(length == 13, name);
                    break;
                case "PLTE":
                    Expect(!picture && length is > 0 and <= 768 && length % 3 == 0, name);
                    break;
                case "IDAT":
                    Expect(length is > 0 and <= PngDataWriter.ChunkLength && (!picture || (run && full)), name);
                    full = length == PngDataWriter.ChunkLength;
                    seen.Add(name);
                    break;
                case "acTL":
                    Expect(!picture && length == 8, name);
                    break;
                case "fcTL":
                    Expect(seen.Contains("acTL") && length == 26 && BinaryPrimitives.ReadUInt32BigEndian(body) == sequence++, name);
                    break;
                case "fdAT":
                    Expect(picture && seen.Contains("acTL") && length > 4 && BinaryPrimitives.ReadUInt32BigEndian(body) == sequence++
                        && (previous == "fcTL" || (run && full)), name);
                    full = length == PngDataWriter.ChunkLength + 4;
                    break;
                case "tRNS":
                    Expect(!picture && length <= 256, name);
                    break;
                case "gAMA" or "cICP":
                    Expect(!picture && length == 4, name);
                    break;
                case "cHRM":
                    Expect(!picture && length == 32, name);
                    break;
                case "sRGB":
                    Expect(!picture && length == 1 && body[0] <= 3, name);
                    break;
                case "sBIT":
                    Expect(!picture && length is > 0 and <= 4, name);
                    break;
                case "bKGD":
                    Expect(!picture && length is 1 or 2 or 6, name);
                    break;
                case "eXIf":
                    Expect(ExifOrientation.IsCanonical(body), name);
                    break;
                case "IEND":
                    Expect(picture && length == 0, name);
                    return;
                default:
                    throw new RefusedException(RefusalCode.VerifyFailed, "A chunk that is not on the list.");
            }

            previous = name;
        }
    }

    private static void Expect(bool condition, string what)
    {
        if (!condition)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, $"The rebuilt PNG is not as it must be: {what}.");
        }
    }
}
