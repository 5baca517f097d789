using System.Buffers.Binary;
using System.Text;

namespace ReportingService.Scrubbing.Formats.Webp;

internal sealed partial class WebpScrubber
{
    /// <summary>What was read, and what is written of it.</summary>
    private sealed class WebpFile(ScrubContext context)
    {
        private const int MaxReported = 1 << 20;

        private readonly List<WebpPart> frames = [];
        private readonly List<WebpPart> extras = [];
        private byte[]? extended;
        private byte[]? animation;
        private WebpPart? alpha;
        private WebpPart? picture;
        private CanonicalIccProfile? profile;
        private int orientation;

        public long Trailer { get; private set; }

        private bool Animated => extended is not null && (extended[0] & FlagAnimation) != 0;

        public async ValueTask ReadAsync(ScrubReader reader, long length)
        {
            await reader.RequireAsync(12);
            long end = 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(reader.Buffered[4..]);
            if (end > length && end != length + 1)
            {
                throw RefusedException.Damaged("The file ends early.");
            }

            end = Math.Min(end, length);
            Trailer = length - end;
            if (Trailer > 0)
            {
                context.Removed.Add(RemovalKind.Other);
            }

            reader.Consume(12);
            var first = true;
            while (reader.Position + 8 <= end)
            {
                context.CountItem();
                var (name, size) = await ReadHeadAsync(reader, end);
                var body = reader.Position;
                await TakeAsync(reader, name, size, first);
                first = false;
                await SkipPaddingAsync(reader, body + size, end);
            }

            if (reader.Position < end)
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }

        public List<WebpPart> Build()
        {
            if (Animated ? frames.Count == 0 || animation is null : picture is null)
            {
                throw RefusedException.Damaged("A WebP without picture.");
            }

            if (extended is null)
            {
                return [picture!, .. extras];
            }

            byte flags = (byte)(extended[0] & (FlagAlpha | FlagAnimation));
            var parts = new List<WebpPart>();
            if (profile is not null)
            {
                flags |= FlagIcc;
                parts.Add(WebpPart.Own("ICCP", [.. profile.Bytes]));
            }

            if (Animated)
            {
                parts.Add(WebpPart.Own("ANIM", animation!));
                parts.AddRange(frames);
            }
            else
            {
                if (alpha is not null)
                {
                    parts.Add(alpha);
                }

                parts.Add(picture!);
            }

            if (orientation > 1)
            {
                flags |= FlagExif;
                parts.Add(WebpPart.Own("EXIF", ExifOrientation.Build(orientation)));
            }

            byte[] head = context.Rules.Hold(WebpRules.ReservedBits) ? [flags, 0, 0, 0, .. extended[4..10]] : [extended[0], .. extended[1..10]];
            parts.Insert(0, WebpPart.Own("VP8X", head));
            parts.AddRange(extras);
            return parts;
        }

        private static async ValueTask<(string Name, long Size)> ReadHeadAsync(ScrubReader reader, long end)
        {
            var name = Encoding.Latin1.GetString(await reader.ReadAsync(4));
            long size = await reader.ReadUInt32LittleAsync();
            return reader.Position + size <= end ? (name, size) : throw RefusedException.Damaged("A chunk longer than its file.");
        }

        private async ValueTask TakeAsync(ScrubReader reader, string name, long size, bool first)
        {
            switch (name)
            {
                case "VP8X" when first && size >= 10:
                    extended = await reader.ReadAsync(10);
                    context.RequirePixels(1 + Read24(extended.AsSpan(4)), 1 + Read24(extended.AsSpan(7)));
                    break;
                case "VP8 " or "VP8L" when picture is null && !Animated && (extended is not null || first):
                    picture = await PictureAsync(reader, name, size);
                    break;
                case "ALPH" when extended is not null && picture is null && alpha is null && !Animated && size > 0:
                    alpha = WebpPart.Range(name, reader.Position, size);
                    break;
                case "ANIM" when Animated && animation is null && size >= 6:
                    animation = await reader.ReadAsync(6);
                    break;
                case "ANMF" when Animated && animation is not null && size >= 16:
                    frames.Add(await FrameAsync(reader, size));
                    break;
                case "EXIF" when extended is not null:
                    await DropAsync(reader, name, size, WebpRules.Exif);
                    break;
                case "ICCP" when extended is not null:
                    await DropAsync(reader, name, size, WebpRules.Icc);
                    break;
                case "XMP ":
                    await DropAsync(reader, name, size, WebpRules.Xmp);
                    break;
                default:
                    await DropAsync(reader, name, size, WebpRules.Unknown);
                    break;
            }
        }

        private async ValueTask<WebpPart> PictureAsync(ScrubReader reader, string name, long size)
        {
            var offset = reader.Position;
            var head = await reader.ReadAsync((int)Math.Min(10, size));
            if (name == "VP8 ")
            {
                // RFC 6386, 9.1: a shown key frame, then the start code and two sizes of fourteen bits.
                if (head.Length < 10 || (head[0] & 1) != 0 || head[3] != 0x9D || head[4] != 0x01 || head[5] != 0x2A)
                {
                    throw RefusedException.Damaged("VP8 data that does not begin with a key frame.");
                }

                context.RequirePixels(
                    BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(6)) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)) & 0x3FFF);
            }
            else
            {
                if (head.Length < 5 || head[0] != 0x2F)
                {
                    throw RefusedException.Damaged("VP8L data without its signature.");
                }

                var bits = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(1));
                context.RequirePixels((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            }

            return WebpPart.Range(name, offset, size);
        }

        private async ValueTask<WebpPart> FrameAsync(ScrubReader reader, long size)
        {
            var end = reader.Position + size;
            var head = await reader.ReadAsync(16);
            context.RequirePixels(1 + Read24(head.AsSpan(6)), 1 + Read24(head.AsSpan(9)));
            if (context.Rules.Hold(WebpRules.ReservedBits))
            {
                head[15] &= 3;
            }

            var inner = new List<WebpPart>();
            while (reader.Position + 8 <= end)
            {
                context.CountItem();
                var (name, length) = await ReadHeadAsync(reader, end);
                var body = reader.Position;
                var hasPicture = inner.Exists(p => p.Name is "VP8 " or "VP8L");
                if (name is "VP8 " or "VP8L" && !hasPicture)
                {
                    inner.Add(await PictureAsync(reader, name, length));
                }
                else if (name == "ALPH" && inner.Count == 0 && length > 0)
                {
                    inner.Add(WebpPart.Range(name, body, length));
                }
                else
                {
                    context.Removed.Add(RemovalKind.Other);
                    if (!context.Rules.Hold(WebpRules.FrameUnknown))
                    {
                        inner.Add(WebpPart.Range(name, body, length));
                    }
                }

                await SkipPaddingAsync(reader, body + length, end);
            }

            if (!inner.Exists(p => p.Name is "VP8 " or "VP8L"))
            {
                throw RefusedException.Damaged("A frame without picture.");
            }

            return new WebpPart("ANMF", head, 0, 0, inner);
        }

        private async ValueTask SkipPaddingAsync(ScrubReader reader, long bodyEnd, long end)
        {
            reader.Seek(bodyEnd);
            if (bodyEnd < end && (bodyEnd & 1) != 0)
            {
                var pad = await reader.ReadByteAsync();
                if (!context.Rules.Hold(WebpRules.Padding) && picture is not null && pad != 0)
                {
                    picture = picture with { Pad = pad };
                }
            }
        }

        private async ValueTask DropAsync(ScrubReader reader, string name, long size, string rule)
        {
            if (!context.Rules.Hold(rule))
            {
                extras.Add(WebpPart.Range(name, reader.Position, size));
            }

            if (size > MaxReported)
            {
                context.Removed.Add(RemovalKind.Other);
                return;
            }

            var body = await reader.ReadAsync((int)size);
            switch (name)
            {
                case "EXIF":
                    var tiff = body.AsSpan().StartsWith("Exif\0\0"u8) ? body.AsSpan(6) : body;
                    var found = ExifWalker.Walk(tiff, context.Removed);
                    orientation = orientation == 0 ? found : orientation;
                    break;
                case "ICCP":
                    profile ??= IccRecognition.Recognise(body);
                    break;
                default:
                    TextScan.Classify(body, context.Removed);
                    break;
            }
        }

        private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
    }
}
