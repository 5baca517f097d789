using System.Buffers.Binary;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Reads a movie box (ISO/IEC 14496-12 clause 8.2) and keeps sound and moving pictures.</summary>
internal static class MovieParser
{
    private const int MostTracks = 64;

    public static Mp4Movie Parse(ReadOnlyMemory<byte> movie, bool quickTime, ScrubContext context)
    {
        var data = movie.Span;
        var boxes = IsoBox.Children(data, 0, data.Length, context);
        if (boxes.Exists(b => b.Type == FourCc.Of("cmov")))
        {
            throw RefusedException.NotSupported("A compressed movie header.");
        }

        if (boxes.Exists(b => b.Type == FourCc.Of("pssh")))
        {
            throw new RefusedException(RefusalCode.Encrypted, "The movie is encrypted.");
        }

        foreach (var box in boxes)
        {
            if (box.Type != FourCc.Of("mvhd") && box.Type != FourCc.Of("trak") && box.Type != FourCc.Of("mvex"))
            {
                MetadataTally.Count(data[box.Start..box.End], context);
            }
        }

        var header = IsoBox.Need(boxes, FourCc.Of("mvhd"));
        var wide = Version(data, header, 100, 112);
        var timescale = U32(data, header.Body + (wide ? 20 : 12));
        Require(timescale > 0);
        var whole = Orientation.Read(data.Slice(header.Body + (wide ? 48 : 36), 36));
        if (data.Slice(header.Body + 4, wide ? 16 : 8).ContainsAnyExcept((byte)0))
        {
            context.Removed.Add(RemovalKind.Time);
        }

        var traks = boxes.FindAll(b => b.Type == FourCc.Of("trak"));
        if (traks.Count > MostTracks)
        {
            throw RefusedException.TooComplex("More tracks than the limit allows.");
        }

        var extends = IsoBox.Find(boxes, FourCc.Of("mvex"));
        var chapters = new HashSet<uint>();
        var parsed = traks.ConvertAll(t => IsoBox.Children(movie.Span, t.Body, t.End, context));
        foreach (var trak in parsed)
        {
            CollectReferences(data, trak, chapters, context);
        }

        var tracks = new List<Mp4Track>();
        var leftOut = new List<(bool Video, bool Enabled)>();
        foreach (var trak in parsed)
        {
            if (ParseTrack(movie, trak, chapters, whole, timescale, extends is not null, leftOut, context) is { } track)
            {
                Require(!tracks.Exists(t => t.Id == track.Id));
                tracks.Add(track);
            }
        }

        foreach (var (video, _) in leftOut)
        {
            // A second rendering of the same sound may go; the only one may not.
            if (!tracks.Exists(t => t.Video == video))
            {
                throw RefusedException.NotSupported("A track is coded in a way that is not on the list.");
            }
        }

        if (tracks.Count == 0)
        {
            throw RefusedException.NotSupported("There is no sound and no moving picture in the file.");
        }

        if (extends is { } mvex)
        {
            ReadFragmentDefaults(data, mvex, tracks, context);
        }

        return new Mp4Movie(timescale, tracks, extends is not null, quickTime || tracks.Exists(t => t.Entries.Exists(e => e.QuickTime)));
    }

    private static void CollectReferences(ReadOnlySpan<byte> data, List<IsoBox> trak, HashSet<uint> chapters, ScrubContext context)
    {
        if (IsoBox.Find(trak, FourCc.Of("tref")) is not { } tref)
        {
            return;
        }

        foreach (var reference in IsoBox.Children(data, tref.Body, tref.End, context))
        {
            if (reference.Type == FourCc.Of("chap") || reference.Type == FourCc.Of("thmb"))
            {
                for (var at = reference.Body; at + 4 <= reference.End; at += 4)
                {
                    chapters.Add(U32(data, at));
                }
            }
        }
    }

    private static Mp4Track? ParseTrack(
        ReadOnlyMemory<byte> movie, List<IsoBox> trak, HashSet<uint> chapters, Orientation whole, uint movieScale, bool fragmented,
        List<(bool, bool)> leftOut, ScrubContext context)
    {
        var data = movie.Span;
        foreach (var box in trak)
        {
            if (box.Type == FourCc.Of("udta") || box.Type == FourCc.Of("meta") || box.Type == FourCc.Of("uuid"))
            {
                MetadataTally.Count(data[box.Start..box.End], context);
            }
        }

        var media = IsoBox.Need(trak, FourCc.Of("mdia"));
        var mediaBoxes = IsoBox.Children(data, media.Body, media.End, context);
        var handler = IsoBox.Need(mediaBoxes, FourCc.Of("hdlr"));
        Require(handler.Length >= 20);
        var kind = U32(data, handler.Body + 8);
        var video = kind == FourCc.Of("vide");
        var header = IsoBox.Need(trak, FourCc.Of("tkhd"));
        var wideHeader = Version(data, header, 84, 96);
        var id = U32(data, header.Body + (wideHeader ? 20 : 12));

        // Threat: timed metadata tracks hold the path that was walked, clocks and chapter pictures. Only sound and picture stay.
        if ((!video && kind != FourCc.Of("soun")) || chapters.Contains(id))
        {
            context.Removed.Add(kind == FourCc.Of("tmcd") ? RemovalKind.Time : video ? RemovalKind.Thumbnail : RemovalKind.Other);
            return null;
        }

        Require(id != 0);
        if (handler.Length > 24 && data[(handler.Body + 24)..handler.End].ContainsAnyExcept((byte)0))
        {
            context.Removed.Add(RemovalKind.Software);
        }

        var enabled = (data[header.Body + 3] & 1) != 0;
        var alternate = data.Slice(header.Body + (wideHeader ? 46 : 34), 2).ContainsAnyExcept((byte)0);
        var creation = wideHeader ? BinaryPrimitives.ReadInt64BigEndian(data[(header.Body + 4)..]) : U32(data, header.Body + 4);
        var mediaHeader = IsoBox.Need(mediaBoxes, FourCc.Of("mdhd"));
        var wideMedia = Version(data, mediaHeader, 24, 36);
        var timescale = U32(data, mediaHeader.Body + (wideMedia ? 20 : 12));
        Require(timescale > 0);
        if (data.Slice(mediaHeader.Body + 4, wideMedia ? 16 : 8).ContainsAnyExcept((byte)0))
        {
            context.Removed.Add(RemovalKind.Time);
        }

        var info = IsoBox.Need(mediaBoxes, FourCc.Of("minf"));
        var infoBoxes = IsoBox.Children(data, info.Body, info.End, context);
        RequireOwnData(data, infoBoxes, context);
        var table = IsoBox.Need(infoBoxes, FourCc.Of("stbl"));
        var tableBoxes = IsoBox.Children(data, table.Body, table.End, context);
        var entries = ParseEntries(data, IsoBox.Need(tableBoxes, FourCc.Of("stsd")), video, context);
        if (entries is null)
        {
            leftOut.Add((video, enabled));
            return null;
        }

        var samples = new SampleTable(movie, tableBoxes);
        samples.TakePacketSize(entries);
        Require(samples.SampleCount <= 0 || samples.ChunkCount > 0);
        var matrixAt = header.Body + (wideHeader ? 52 : 40);
        var track = new Mp4Track
        {
            Id = id,
            Video = video,
            Enabled = enabled,
            Alternate = alternate,
            Timescale = timescale,
            Creation = creation,
            WidthFixed = video ? U32(data, matrixAt + 36) & 0xFFFF0000 : 0,
            HeightFixed = video ? U32(data, matrixAt + 40) & 0xFFFF0000 : 0,
            Orientation = video ? Orientation.Read(data.Slice(matrixAt, 36)).Then(whole) : Orientation.Upright,
            Entries = entries,
            Table = samples,
            EndSample = samples.SampleCount,
        };
        IsoBox? list = null;
        if (IsoBox.Find(trak, FourCc.Of("edts")) is { } edits)
        {
            list = IsoBox.Find(IsoBox.Children(data, edits.Body, edits.End, context), FourCc.Of("elst"));
        }

        EditPolicy.Apply(track, list is { } l ? data[l.Body..l.End] : [], movieScale, fragmented, context);
        return track;
    }

    private static List<SampleEntry>? ParseEntries(ReadOnlySpan<byte> data, IsoBox stsd, bool video, ScrubContext context)
    {
        Require(stsd.Length >= 8);
        var boxes = IsoBox.Children(data, stsd.Body + 8, stsd.End, context);
        Require(boxes.Count > 0 && boxes.Count <= 64 && U32(data, stsd.Body + 4) == boxes.Count);
        var entries = new List<SampleEntry>();
        foreach (var box in boxes)
        {
            if (SampleEntryRebuilder.Rebuild(data, box, video, data[stsd.Body], context) is not { } entry)
            {
                return null;
            }

            entries.Add(entry);
        }

        return entries;
    }

    // Threat: a data reference to another file would play bytes nobody scrubbed; its path names folders and people.
    private static void RequireOwnData(ReadOnlySpan<byte> data, List<IsoBox> info, ScrubContext context)
    {
        if (IsoBox.Find(info, FourCc.Of("dinf")) is not { } dinf
            || IsoBox.Find(IsoBox.Children(data, dinf.Body, dinf.End, context), FourCc.Of("dref")) is not { Length: >= 8 } dref)
        {
            return;
        }

        foreach (var reference in IsoBox.Children(data, dref.Body + 8, dref.End, context))
        {
            if (reference.Length < 4 || (data[reference.Body + 3] & 1) == 0)
            {
                throw RefusedException.Unsafe("The samples of a track lie in another file.");
            }

            if (reference.Length > 4)
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }
    }

    private static void ReadFragmentDefaults(ReadOnlySpan<byte> data, IsoBox mvex, List<Mp4Track> tracks, ScrubContext context)
    {
        foreach (var box in IsoBox.Children(data, mvex.Body, mvex.End, context))
        {
            if (box.Type != FourCc.Of("trex") || box.Length < 24)
            {
                continue;
            }

            var id = U32(data, box.Body + 4);
            if (tracks.Find(t => t.Id == id) is { } track)
            {
                track.DefaultDescription = U32(data, box.Body + 8);
                track.DefaultDuration = U32(data, box.Body + 12);
                track.DefaultSize = U32(data, box.Body + 16);
                track.DefaultFlags = U32(data, box.Body + 20);
            }
        }
    }

    /// <summary>True for the 64-bit version; checks the length.</summary>
    private static bool Version(ReadOnlySpan<byte> data, IsoBox box, int narrow, int wide)
    {
        Require(box.Length >= 4);
        var version = data[box.Body];
        Require(version <= 1 && box.Length >= (version == 0 ? narrow - 0 : wide));
        return version == 1;
    }

    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A movie header contradicts itself.");
        }
    }
}
