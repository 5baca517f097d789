using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Writes the file type and movie boxes from parsed facts only.</summary>
internal static class MovieWriter
{
    /// <summary>The head of the file, and the media box header, ready to be followed by the media.</summary>
    public static ReadOnlyMemory<byte> Write(Mp4Movie movie, ChunkPlan plan, ScrubContext context)
    {
        var writer = new BoxWriter();
        writer.Begin("ftyp");
        if (movie.QuickTime)
        {
            writer.U32(FourCc.Of("qt  "));
            writer.U32(0);
            writer.U32(FourCc.Of("qt  "));
        }
        else
        {
            writer.U32(FourCc.Of("isom"));
            writer.U32(0);
            foreach (var brand in (ReadOnlySpan<string>)["isom", "iso2", "iso6", "mp41"])
            {
                writer.U32(FourCc.Of(brand));
            }
        }

        writer.End();

        // Which width the places have depends on the amount of media alone, so the second scrub makes the same choice.
        var wide = plan.Total > uint.MaxValue - (64L << 20);
        var places = new List<(int At, int Track)>();
        writer.Begin("moov");
        WriteHeader(movie, writer);
        for (var i = 0; i < movie.Tracks.Count; i++)
        {
            places.Add((WriteTrack(movie, i, plan, wide, writer, context), i));
        }

        if (movie.Fragmented)
        {
            writer.Begin("mvex");
            foreach (var track in movie.Tracks)
            {
                writer.BeginFull("trex");
                writer.U32(track.Id);
                writer.U32(1);
                writer.U32(0);
                writer.U32(0);
                writer.U32(0);
                writer.End();
            }

            writer.End();
        }

        writer.End();
        long media = writer.Count;
        if (plan.Total > 0)
        {
            media += plan.Total + 8 > uint.MaxValue ? 16 : 8;
            if (media - writer.Count == 8)
            {
                writer.U32((uint)plan.Total + 8);
                writer.U32(FourCc.Of("mdat"));
            }
            else
            {
                writer.U32(1);
                writer.U32(FourCc.Of("mdat"));
                writer.U64((ulong)plan.Total + 16);
            }
        }

        foreach (var (start, track) in places)
        {
            var at = start;
            foreach (ref var chunk in plan.Chunks.AsSpan())
            {
                if (chunk.Track == track)
                {
                    if (wide)
                    {
                        writer.PatchU64(at, (ulong)(media + chunk.NewOffset));
                        at += 8;
                    }
                    else
                    {
                        writer.PatchU32(at, (uint)(media + chunk.NewOffset));
                        at += 4;
                    }
                }
            }
        }

        return writer.Written;
    }

    private static void WriteHeader(Mp4Movie movie, BoxWriter writer)
    {
        ulong duration = 0;
        uint next = 0;
        foreach (var track in movie.Tracks)
        {
            duration = Math.Max(duration, TrackDuration(movie, track));
            next = Math.Max(next, track.Id);
        }

        // The short form wherever it holds the numbers: some readers know no other.
        var wide = duration > uint.MaxValue;
        writer.BeginFull("mvhd", (byte)(wide ? 1 : 0));
        writer.Zeros(wide ? 16 : 8);
        writer.U32(movie.Timescale);
        Duration(writer, duration, wide);
        writer.U32(0x00010000);
        writer.U16(0x0100);
        writer.Zeros(10);
        Orientation.Upright.Write(writer, 0, 0);
        writer.Zeros(24);
        writer.U32(next == uint.MaxValue ? next : next + 1);
        writer.End();
    }

    private static void Duration(BoxWriter writer, ulong value, bool wide)
    {
        if (wide)
        {
            writer.U64(value);
        }
        else
        {
            writer.U32((uint)value);
        }
    }

    private static ulong TrackDuration(Mp4Movie movie, Mp4Track track) =>
        track is { HasEdit: true, EditDuration: > 0 }
            ? track.EmptyLead + track.EditDuration
            : track.EmptyLead + (ulong)((UInt128)track.MediaDuration * movie.Timescale / track.Timescale);

    private static int WriteTrack(Mp4Movie movie, int index, ChunkPlan plan, bool wide, BoxWriter writer, ScrubContext context)
    {
        var track = movie.Tracks[index];
        writer.Begin("trak");
        var shown = TrackDuration(movie, track);
        var longShown = shown > uint.MaxValue;
        writer.BeginFull("tkhd", (byte)(longShown ? 1 : 0), track.Enabled ? 3u : 2u);

        // Threat: creation times say when a person stood there.
        if (context.Rules.Hold("mp4.times"))
        {
            writer.Zeros(longShown ? 16 : 8);
        }
        else
        {
            Duration(writer, (ulong)track.Creation, longShown);
            Duration(writer, (ulong)track.Creation, longShown);
        }

        writer.U32(track.Id);
        writer.U32(0);
        Duration(writer, shown, longShown);
        writer.Zeros(10);
        writer.U16(track.Alternate ? 1 : 0);
        writer.U16(track.Video ? 0 : 0x0100);
        writer.U16(0);
        track.Orientation.Write(writer, track.WidthFixed, track.HeightFixed);
        writer.U32(track.WidthFixed);
        writer.U32(track.HeightFixed);
        writer.End();
        if (track.HasEdit)
        {
            writer.Begin("edts");
            var wideEdit = Math.Max(Math.Max(track.EmptyLead, track.EditDuration), (ulong)track.EditStart) > int.MaxValue;
            writer.BeginFull("elst", (byte)(wideEdit ? 1 : 0));
            writer.U32(track.EmptyLead > 0 ? 2u : 1u);
            if (track.EmptyLead > 0)
            {
                Duration(writer, track.EmptyLead, wideEdit);
                Duration(writer, ulong.MaxValue, wideEdit);
                writer.U32(0x00010000);
            }

            Duration(writer, track.EditDuration, wideEdit);
            Duration(writer, (ulong)track.EditStart, wideEdit);
            writer.U32(0x00010000);
            writer.End();
            writer.End();
        }

        writer.Begin("mdia");
        var longMedia = track.MediaDuration > uint.MaxValue;
        writer.BeginFull("mdhd", (byte)(longMedia ? 1 : 0));
        writer.Zeros(longMedia ? 16 : 8);
        writer.U32(track.Timescale);
        Duration(writer, track.MediaDuration, longMedia);
        writer.U16(0x55C4);
        writer.U16(0);
        writer.End();
        writer.BeginFull("hdlr");
        writer.U32(movie.QuickTime ? FourCc.Of("mhlr") : 0);
        writer.U32(FourCc.Of(track.Video ? "vide" : "soun"));
        writer.Zeros(13);
        writer.End();
        writer.Begin("minf");
        if (track.Video)
        {
            writer.BeginFull("vmhd", 0, 1);
            writer.Zeros(8);
        }
        else
        {
            writer.BeginFull("smhd");
            writer.U32(0);
        }

        writer.End();
        if (movie.QuickTime)
        {
            writer.BeginFull("hdlr");
            writer.U32(FourCc.Of("dhlr"));
            writer.U32(FourCc.Of("url "));
            writer.Zeros(13);
            writer.End();
        }

        writer.Begin("dinf");
        writer.BeginFull("dref");
        writer.U32(1);
        writer.BeginFull("url ", 0, 1);
        writer.End();
        writer.End();
        writer.End();
        writer.Begin("stbl");
        var places = TableWriter.Write(track, index, plan, wide, writer);
        writer.End();
        writer.End();
        writer.End();
        writer.End();
        return places;
    }
}
