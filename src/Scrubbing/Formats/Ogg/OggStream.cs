using System.Buffers.Binary;
using ReportingService.Scrubbing.Formats.Flac;

namespace ReportingService.Scrubbing.Formats.Ogg;

/// <summary>What a logical stream carries.</summary>
internal enum OggKind
{
    Vorbis,
    Opus,
    Flac,
    Dropped,
}

/// <summary>A logical stream while its headers are read: the identification stays, comments become empty.</summary>
internal sealed class OggStream(OggKind kind, uint serial)
{
    private const int MostSetupBytes = 1 << 20;

    private readonly List<byte[]> kept = [];
    private readonly MemoryStream packet = new();
    private byte[]? comments;
    private int headers;
    private int expected = kind switch { OggKind.Vorbis => 3, OggKind.Opus => 2, _ => int.MaxValue };

    public OggKind Kind => kind;

    public uint Serial => serial;

    public bool HeadersDone => headers == expected;

    public static OggKind Classify(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\u0001vorbis"u8))
        {
            return OggKind.Vorbis;
        }

        if (body.StartsWith("OpusHead"u8))
        {
            return OggKind.Opus;
        }

        if (body.Length > 4 && body[0] == 0x7F && body[1..5].SequenceEqual("FLAC"u8))
        {
            return OggKind.Flac;
        }

        // Skeletons, captions and lyrics go; pictures and speech codecs that are not on the list may not go silently.
        if (body.StartsWith("fishead"u8) || body.StartsWith("CMML"u8) || (body.Length > 8 && body[1..5].SequenceEqual("kate"u8)) || body.StartsWith("Annodex"u8))
        {
            return OggKind.Dropped;
        }

        throw RefusedException.NotSupported("An Ogg stream of a kind that is not on the list.");
    }

    /// <summary>Feeds a page with headers; returns what is left of it behind the last header, or null.</summary>
    public OggPage? Feed(OggPage page, ScrubContext context)
    {
        var at = 0;
        for (var i = 0; i < page.Lacing.Length; i++)
        {
            if (HeadersDone)
            {
                return new OggPage { Flags = (byte)(page.Flags & 4), Granule = page.Granule, Serial = serial, Lacing = page.Lacing[i..], Body = page.Body[at..] };
            }

            if (NeedsBytes())
            {
                if (packet.Length > MostSetupBytes)
                {
                    throw RefusedException.TooComplex("A header is larger than the limit allows.");
                }

                packet.Write(page.Body, at, page.Lacing[i]);
            }
            else if (packet.Length < 16)
            {
                packet.Write(page.Body, at, Math.Min((int)page.Lacing[i], 16));
            }

            at += page.Lacing[i];
            if (page.Lacing[i] < 255)
            {
                Complete(packet.ToArray(), context);
                packet.SetLength(0);
            }
        }

        return null;
    }

    /// <summary>The header pages anew.</summary>
    public List<byte[]> HeaderPages(uint newSerial, out uint next)
    {
        var pages = new List<byte[]>();
        var identification = kept[0];
        pages.Add(new OggPage { Flags = 2, Granule = 0, Serial = 0, Lacing = [(byte)identification.Length], Body = identification }.Write(newSerial, 0));
        next = 1;
        var lacing = new List<byte>();
        var body = new List<byte>();
        var pagesOpen = false;
        foreach (var bytes in kept.Skip(1).Prepend(comments ?? OggComments.Empty(kind)))
        {
            for (var at = 0; at <= bytes.Length; at += 255)
            {
                if (lacing.Count == 255)
                {
                    pages.Add(Page(newSerial, next++, lacing, body, pagesOpen));
                    pagesOpen = at > 0;
                }

                var take = Math.Min(255, bytes.Length - at);
                lacing.Add((byte)take);
                body.AddRange(bytes.AsSpan(at, take));
            }
        }

        pages.Add(Page(newSerial, next++, lacing, body, pagesOpen));
        return pages;
    }

    private static byte[] Page(uint newSerial, uint number, List<byte> lacing, List<byte> body, bool continued)
    {
        // A page on which no packet ends has no position.
        var page = new OggPage
        {
            Flags = (byte)(continued ? 1 : 0),
            Granule = lacing.TrueForAll(l => l == 255) ? ulong.MaxValue : 0,
            Serial = 0,
            Lacing = [.. lacing],
            Body = [.. body],
        }.Write(newSerial, number);
        lacing.Clear();
        body.Clear();
        return page;
    }

    private bool NeedsBytes() => headers == 0 || (kind == OggKind.Vorbis && headers == 2);

    private void Complete(byte[] bytes, ScrubContext context)
    {
        if (headers == 1 && !context.Rules.Hold("ogg.comments"))
        {
            comments = bytes;
        }

        switch (kind)
        {
            case OggKind.Vorbis when headers == 0:
                Require(bytes.Length == 30);
                kept.Add(bytes);
                break;
            case OggKind.Vorbis when headers == 2:
                kept.Add(VorbisSetup.Cut(bytes, kept[0][11], context));
                break;
            case OggKind.Opus when headers == 0:
                Require(bytes.Length >= 19 && bytes[8] is 1 or 0);
                var length = bytes[18] == 0 ? 19 : 21 + bytes[9];
                Require(bytes.Length >= length);
                kept.Add(bytes[..length]);
                break;
            case OggKind.Flac when headers == 0:
                Require(bytes.Length >= 51 && bytes.AsSpan(9, 4).SequenceEqual("fLaC"u8) && (bytes[13] & 0x7F) == 0);
                var count = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(7));
                expected = count == 0 ? int.MaxValue : count + 1;
                kept.Add([0x7F, .. "FLAC"u8, 1, 0, 0, 1, .. "fLaC"u8, 0, 0, 0, 34, .. StreamInfo.Read(bytes.AsSpan(17, 34)).Raw]);
                if ((bytes[13] & 0x80) != 0)
                {
                    expected = 1;
                }

                break;
            case OggKind.Flac:
                Require(bytes.Length >= 4 && bytes[0] != 0xFF);
                context.Removed.Add((bytes[0] & 0x7F) == 6 ? RemovalKind.Thumbnail : RemovalKind.Software);
                if ((bytes[0] & 0x80) != 0)
                {
                    expected = headers + 1;
                }

                break;
            default:
                // Threat: comments name the artist, the place, the program, and may hold pictures.
                context.Removed.Add(RemovalKind.Software);
                break;
        }

        headers++;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("An Ogg header contradicts itself.");
        }
    }
}
