namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>A run of samples of one track that lie together in the file.</summary>
internal struct Chunk
{
    public long Offset;
    public long Length;
    public int Track;
    public int FirstSample;
    public int Samples;
    public uint Description;
    public long NewOffset;
}

/// <summary>All chunks of the kept tracks: where they were, and where they go (close together, in file order).</summary>
internal sealed class ChunkPlan
{
    private ChunkPlan(Chunk[] chunks, int[] order, long total)
    {
        Chunks = chunks;
        Order = order;
        Total = total;
    }

    /// <summary>By track, then by sample.</summary>
    public Chunk[] Chunks { get; }

    /// <summary>Indices of <see cref="Chunks"/> in file order.</summary>
    public int[] Order { get; }

    /// <summary>Bytes of media.</summary>
    public long Total { get; }

    public static async ValueTask<ChunkPlan> MakeAsync(List<Mp4Track> tracks, ScrubContext context)
    {
        long most = 0;
        foreach (var track in tracks)
        {
            most += track.Table.ChunkCount;
        }

        await context.TakeTableMemoryAsync(most * 64);
        var list = new List<Chunk>((int)most);
        for (var i = 0; i < tracks.Count; i++)
        {
            Collect(tracks[i], i, list);
        }

        return Arrange(list);
    }

    public static ChunkPlan Arrange(List<Chunk> list)
    {
        var chunks = list.ToArray();
        var order = new int[chunks.Length];
        var keys = new long[chunks.Length];
        for (var i = 0; i < chunks.Length; i++)
        {
            order[i] = i;
            keys[i] = chunks[i].Offset;
        }

        Array.Sort(keys, order);
        long total = 0;
        long end = 0;
        foreach (var index in order)
        {
            ref var chunk = ref chunks[index];

            // Threat: overlapping samples show two readers two different recordings.
            if (chunk.Offset < end)
            {
                throw RefusedException.Unsafe("Samples overlap.");
            }

            end = Behind(chunk.Offset, chunk.Length);
            chunk.NewOffset = total;
            total += chunk.Length;
        }

        return new ChunkPlan(chunks, order, total);
    }

    private static void Collect(Mp4Track track, int trackIndex, List<Chunk> list)
    {
        var table = track.Table;
        var sample = 0;
        for (var run = 0; run < table.RunCount && sample < track.EndSample; run++)
        {
            var (firstChunk, perChunk, description) = table.Run(run);
            if (description > track.Entries.Count)
            {
                throw RefusedException.Damaged("A sample without description.");
            }

            var endChunk = run + 1 < table.RunCount ? table.Run(run + 1).FirstChunk - 1 : (uint)table.ChunkCount;
            for (var number = firstChunk - 1; number < endChunk && number < table.ChunkCount && sample < track.EndSample; number++)
            {
                var samples = (int)Math.Min(perChunk, table.SampleCount - sample);
                var from = Math.Max(sample, track.FirstSample);
                var to = Math.Min(sample + samples, track.EndSample);
                var entry = track.Entries[(int)description - 1];
                if (to > from)
                {
                    var before = Bytes(table, entry, sample, from);
                    var length = Bytes(table, entry, from, to);
                    if (length > 0)
                    {
                        list.Add(new Chunk
                        {
                            Offset = Behind(table.Chunk((int)number), before),
                            Length = length,
                            Track = trackIndex,
                            FirstSample = from,
                            Samples = to - from,
                            Description = description,
                        });
                    }
                    else
                    {
                        throw RefusedException.Damaged("A chunk without bytes.");
                    }
                }

                sample += samples;
            }
        }

        if (sample < track.EndSample)
        {
            throw RefusedException.Damaged("Samples without a place.");
        }
    }

    private static long Behind(long place, long bytes) =>
        place <= long.MaxValue - bytes ? place + bytes : throw RefusedException.Damaged("Samples without a place.");

    private static long Bytes(SampleTable table, SampleEntry entry, int first, int end)
    {
        if (table.ConstantSize != 0)
        {
            // QuickTime sound: the table says one byte a sample, the description says how packets really lie.
            if (table.ConstantSize == 1 && entry.Packet is { Samples: > 0, Bytes: > 0 })
            {
                return (end - first) / entry.Packet.Samples * (long)entry.Packet.Bytes;
            }

            return (long)(end - first) * table.ConstantSize;
        }

        long total = 0;
        for (var i = first; i < end; i++)
        {
            total += table.Size(i);
        }

        return total;
    }
}
