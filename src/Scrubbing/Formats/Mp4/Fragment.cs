using System.Buffers.Binary;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>One sample of a fragment.</summary>
internal readonly record struct FragmentSample(uint Duration, uint Size, bool Key, int Shift);

/// <summary>What a movie fragment (ISO/IEC 14496-12 clause 8.8) holds of one kept track.</summary>
internal sealed class FragmentTrack
{
    public required Mp4Track Track { get; init; }

    public ulong? DecodeTime { get; set; }

    public uint Description { get; set; }

    public List<FragmentSample> Samples { get; } = [];
}

/// <summary>Reads a movie fragment and writes it anew.</summary>
internal sealed class Fragment
{
    private const uint KeyFlags = 0x02000000;
    private const uint OtherFlags = 0x01010000;

    public List<FragmentTrack> Tracks { get; } = [];

    public required ChunkPlan Plan { get; init; }

    public static Fragment Parse(ReadOnlySpan<byte> data, long fileOffset, Mp4Movie movie, ScrubContext context)
    {
        var chunks = new List<Chunk>();
        var tracks = new List<FragmentTrack>();
        var trafEnd = fileOffset;
        foreach (var box in IsoBox.Children(data, 0, data.Length, context))
        {
            if (box.Type != FourCc.Of("traf"))
            {
                if (box.Type != FourCc.Of("mfhd"))
                {
                    MetadataTally.Count(data[box.Start..box.End], context);
                }

                continue;
            }

            trafEnd = ParseTrack(data, box, fileOffset, trafEnd, movie, tracks, chunks, context);
        }

        chunks.RemoveAll(c => c.Length == 0);
        var fragment = new Fragment { Plan = ChunkPlan.Arrange(chunks) };
        fragment.Tracks.AddRange(tracks);
        return fragment;
    }

    /// <summary>The rebuilt fragment and the header of the media box behind it.</summary>
    public ReadOnlyMemory<byte> Write(uint number)
    {
        var writer = new BoxWriter();
        var places = new List<(int At, int Chunk)>();
        writer.Begin("moof");
        writer.BeginFull("mfhd");
        writer.U32(number);
        writer.End();
        for (var i = 0; i < Tracks.Count; i++)
        {
            var track = Tracks[i];
            writer.Begin("traf");
            writer.BeginFull("tfhd", 0, 0x020002);
            writer.U32(track.Track.Id);
            writer.U32(track.Description);
            writer.End();
            if (track.DecodeTime is { } time)
            {
                writer.BeginFull("tfdt", 1);
                writer.U64(time);
                writer.End();
            }

            for (var c = 0; c < Plan.Chunks.Length; c++)
            {
                ref var chunk = ref Plan.Chunks[c];
                if (chunk.Track != i)
                {
                    continue;
                }

                writer.BeginFull("trun", 1, 0x000F01);
                writer.U32((uint)chunk.Samples);
                places.Add((writer.Count, c));
                writer.U32(0);
                for (var s = chunk.FirstSample; s < chunk.FirstSample + chunk.Samples; s++)
                {
                    var sample = track.Samples[s];
                    writer.U32(sample.Duration);
                    writer.U32(sample.Size);
                    writer.U32(sample.Key ? KeyFlags : OtherFlags);
                    writer.U32((uint)sample.Shift);
                }

                writer.End();
            }

            writer.End();
        }

        writer.End();
        var media = writer.Count + 8;
        foreach (var (at, chunk) in places)
        {
            writer.PatchU32(at, (uint)(media + Plan.Chunks[chunk].NewOffset));
        }

        if (Plan.Total > int.MaxValue - media)
        {
            throw RefusedException.TooLarge("A fragment is larger than the limit allows.");
        }

        writer.U32((uint)Plan.Total + 8);
        writer.U32(FourCc.Of("mdat"));
        return writer.Written;
    }

    private static long ParseTrack(
        ReadOnlySpan<byte> data, IsoBox traf, long moof, long previousEnd, Mp4Movie movie, List<FragmentTrack> tracks, List<Chunk> chunks, ScrubContext context)
    {
        var boxes = IsoBox.Children(data, traf.Body, traf.End, context);
        var header = IsoBox.Need(boxes, FourCc.Of("tfhd"));
        Require(header.Length >= 8);
        var flags = U32(data, header.Body) & 0xFFFFFF;
        var id = U32(data, header.Body + 4);
        var at = header.Body + 8;
        var track = movie.Tracks.Find(t => t.Id == id);
        Require(header.Length >= 8 + ((flags & 1) != 0 ? 8 : 0) + 4 * System.Numerics.BitOperations.PopCount(flags & 0x3A));
        var start = (flags & 0x020000) != 0 ? moof : previousEnd;
        if ((flags & 1) != 0)
        {
            start = BinaryPrimitives.ReadInt64BigEndian(data[at..]);
            at += 8;
        }

        var description = track?.DefaultDescription ?? 1;
        var duration = track?.DefaultDuration ?? 0;
        var size = track?.DefaultSize ?? 0;
        var sampleFlags = track?.DefaultFlags ?? 0;
        description = Optional(data, flags, 2, description, ref at);
        duration = Optional(data, flags, 8, duration, ref at);
        size = Optional(data, flags, 0x10, size, ref at);
        sampleFlags = Optional(data, flags, 0x20, sampleFlags, ref at);
        FragmentTrack? kept = null;
        if (track is not null)
        {
            Require(description >= 1 && description <= track.Entries.Count);
            kept = new FragmentTrack { Track = track, Description = description };
            tracks.Add(kept);
            if (IsoBox.Find(boxes, FourCc.Of("tfdt")) is { } tfdt)
            {
                Require(tfdt.Length >= (data[tfdt.Body] == 1 ? 12 : 8));
                kept.DecodeTime = data[tfdt.Body] == 1 ? BinaryPrimitives.ReadUInt64BigEndian(data[(tfdt.Body + 4)..]) : U32(data, tfdt.Body + 4);
            }
        }

        var place = start;
        foreach (var box in boxes)
        {
            if (box.Type == FourCc.Of("trun"))
            {
                place = ParseRun(data, box, start, place, (duration, size, sampleFlags), kept, tracks.Count - 1, chunks);
            }
            else if (box.Type == FourCc.Of("senc"))
            {
                throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
            }
        }

        return place;
    }

    private static long ParseRun(
        ReadOnlySpan<byte> data, IsoBox run, long start, long place, (uint Duration, uint Size, uint Flags) defaults,
        FragmentTrack? kept, int index, List<Chunk> chunks)
    {
        Require(run.Length >= 8);
        var flags = U32(data, run.Body) & 0xFFFFFF;
        var count = U32(data, run.Body + 4);
        var at = run.Body + 8;
        var width = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        Require(run.Length >= 8 + 4 * System.Numerics.BitOperations.PopCount(flags & 5) && count <= 1 << 20);
        if ((flags & 1) != 0)
        {
            // Signed: samples may stand before their fragment.
            Require(start is >= 0 and <= long.MaxValue / 2);
            place = start + unchecked((int)U32(data, at));
            at += 4;
        }

        var first = defaults.Flags;
        first = Optional(data, flags, 4, first, ref at);
        Require((long)count * width <= run.End - at);
        Require(place >= 0);
        long length = 0;
        var firstSample = kept?.Samples.Count ?? 0;
        for (var i = 0; i < count; i++)
        {
            var duration = Optional(data, flags, 0x100, defaults.Duration, ref at);
            var size = Optional(data, flags, 0x200, defaults.Size, ref at);
            var sampleFlags = i == 0 && (flags & 4) != 0 ? first : defaults.Flags;
            sampleFlags = Optional(data, flags, 0x400, sampleFlags, ref at);
            var shift = (int)Optional(data, flags, 0x800, 0, ref at);
            kept?.Samples.Add(new FragmentSample(duration, size, (sampleFlags & 0x01010000) == 0, shift));
            length += size;
        }

        if (kept is not null && count > 0)
        {
            chunks.Add(new Chunk { Offset = place, Length = length, Track = index, FirstSample = firstSample, Samples = (int)count, Description = kept.Description });
        }

        Require(place <= long.MaxValue - length);
        return place + length;
    }

    private static uint Optional(ReadOnlySpan<byte> data, uint flags, uint flag, uint otherwise, ref int at)
    {
        if ((flags & flag) == 0)
        {
            return otherwise;
        }

        at += 4;
        return U32(data, at - 4);
    }

    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A movie fragment contradicts itself.");
        }
    }
}
