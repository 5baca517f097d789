using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>Writes the sample tables of a track in their shortest form.</summary>
internal static class TableWriter
{
    /// <summary>Writes all tables; returns where the places of the chunks have to be filled in.</summary>
    public static int Write(Mp4Track track, int index, ChunkPlan plan, bool wide, BoxWriter writer)
    {
        writer.BeginFull("stsd");
        writer.U32((uint)track.Entries.Count);
        foreach (var entry in track.Entries)
        {
            writer.Bytes(entry.Box);
        }

        writer.End();
        WriteTimes(track, writer);
        WriteSync(track, writer);
        var chunks = WriteRuns(index, plan, writer);
        WriteSizes(track, writer);
        writer.BeginFull(wide ? "co64" : "stco");
        writer.U32((uint)chunks);
        var places = writer.Count;
        writer.Zeros(chunks * (wide ? 8 : 4));
        writer.End();
        return places;
    }

    private static void WriteTimes(Mp4Track track, BoxWriter writer)
    {
        // Two walks over the same clock, so that equal neighbours merge and the tables always count every sample.
        writer.BeginFull("stts");
        WriteRunLengths(track, writer, clock => clock.Delta);
        writer.End();
        if (track.Table.OffsetCount > 0 && track.KeptSamples > 0)
        {
            writer.BeginFull("ctts", 1);
            WriteRunLengths(track, writer, clock => (uint)clock.Shift);
            writer.End();
        }
    }

    private static void WriteRunLengths(Mp4Track track, BoxWriter writer, Func<SampleClock, uint> value)
    {
        var countAt = writer.Count;
        writer.U32(0);
        var clock = new SampleClock(track.Table);
        uint entries = 0;
        uint run = 0;
        uint current = 0;
        for (var i = 0; i < track.EndSample; i++)
        {
            clock.Next();
            if (i < track.FirstSample)
            {
                continue;
            }

            var now = value(clock);
            if (run > 0 && now != current)
            {
                writer.U32(run);
                writer.U32(current);
                entries++;
                run = 0;
            }

            current = now;
            run++;
        }

        if (run > 0)
        {
            writer.U32(run);
            writer.U32(current);
            entries++;
        }

        writer.PatchU32(countAt, entries);
    }

    private static void WriteSync(Mp4Track track, BoxWriter writer)
    {
        if (!track.Table.HasSync || track.KeptSamples == 0)
        {
            return;
        }

        writer.BeginFull("stss");
        var countAt = writer.Count;
        writer.U32(0);
        uint count = 0;
        for (var i = 0; i < track.Table.SyncCount; i++)
        {
            var number = (int)track.Table.SyncSample(i);
            if (number > track.FirstSample && number <= track.EndSample)
            {
                writer.U32((uint)(number - track.FirstSample));
                count++;
            }
        }

        writer.PatchU32(countAt, count);
        writer.End();
    }

    private static int WriteRuns(int index, ChunkPlan plan, BoxWriter writer)
    {
        writer.BeginFull("stsc");
        var countAt = writer.Count;
        writer.U32(0);
        uint entries = 0;
        var number = 0;
        var samples = 0;
        var description = 0u;
        foreach (ref var chunk in plan.Chunks.AsSpan())
        {
            if (chunk.Track != index)
            {
                continue;
            }

            number++;
            if (chunk.Samples != samples || chunk.Description != description)
            {
                samples = chunk.Samples;
                description = chunk.Description;
                writer.U32((uint)number);
                writer.U32((uint)samples);
                writer.U32(description);
                entries++;
            }
        }

        writer.PatchU32(countAt, entries);
        writer.End();
        return number;
    }

    private static void WriteSizes(Mp4Track track, BoxWriter writer)
    {
        var table = track.Table;
        var constant = table.ConstantSize;
        if (constant == 0 && track.KeptSamples > 0)
        {
            constant = table.Size(track.FirstSample);
            for (var i = track.FirstSample + 1; i < track.EndSample && constant != 0; i++)
            {
                constant = table.Size(i) == constant ? constant : 0;
            }
        }

        // One byte a sample has a meaning of its own in QuickTime sound: never made from a table of ones.
        constant = constant == 1 && table.ConstantSize != 1 ? 0 : constant;
        writer.BeginFull("stsz");
        writer.U32(track.KeptSamples > 0 ? constant : 0);
        writer.U32((uint)track.KeptSamples);
        for (var i = track.FirstSample; constant == 0 && i < track.EndSample; i++)
        {
            writer.U32(table.Size(i));
        }

        writer.End();
    }
}
