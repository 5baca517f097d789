using System.Buffers.Binary;
using ReportingService.Scrubbing.IsoBmff;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>The tables of one track (ISO/IEC 14496-12 clause 8.6 and 8.7), read where they lie in the movie box.</summary>
internal sealed class SampleTable
{
    private readonly ReadOnlyMemory<byte> movie;
    private readonly int sizes;
    private readonly int sizeBits;
    private readonly int chunks;
    private readonly bool wideChunks;
    private readonly int runs;
    private readonly int runCount;
    private readonly int times;
    private readonly int timeCount;
    private readonly int offsets;
    private readonly int offsetCount;
    private readonly int sync;

    public SampleTable(ReadOnlyMemory<byte> movie, List<IsoBox> boxes)
    {
        this.movie = movie;
        var data = movie.Span;
        if (IsoBox.Find(boxes, FourCc.Of("stsz")) is { } stsz)
        {
            Require(stsz.Length >= 12);
            ConstantSize = U32(stsz.Body + 4);
            SampleCount = Count(U32(stsz.Body + 8), ConstantSize == 0 ? stsz.Length - 12 : int.MaxValue, ConstantSize == 0 ? 4 : 0);
            sizes = stsz.Body + 12;
            sizeBits = 32;
        }
        else
        {
            var stz2 = IsoBox.Need(boxes, FourCc.Of("stz2"));
            Require(stz2.Length >= 12);
            sizeBits = data[stz2.Body + 7];
            Require(sizeBits is 4 or 8 or 16);
            var declared = U32(stz2.Body + 8);
            Require(declared <= int.MaxValue / 16 && ((long)declared * sizeBits + 7) / 8 <= stz2.Length - 12);
            SampleCount = (int)declared;
            sizes = stz2.Body + 12;
        }

        var stco = IsoBox.Find(boxes, FourCc.Of("stco"));
        var co64 = IsoBox.Find(boxes, FourCc.Of("co64"));
        if ((stco ?? co64) is not { } places || (stco is not null && co64 is not null))
        {
            throw RefusedException.Unsafe("A track needs one table of chunk places.");
        }

        wideChunks = stco is null;
        ChunkCount = Table(places, wideChunks ? 8 : 4, out chunks);
        runCount = Table(IsoBox.Need(boxes, FourCc.Of("stsc")), 12, out runs);
        timeCount = Table(IsoBox.Need(boxes, FourCc.Of("stts")), 8, out times);
        if (IsoBox.Find(boxes, FourCc.Of("ctts")) is { } ctts)
        {
            offsetCount = Table(ctts, 8, out offsets);
        }

        if (IsoBox.Find(boxes, FourCc.Of("stss")) is { } stss)
        {
            SyncCount = Table(stss, 4, out sync);
            HasSync = true;
        }

        var previous = 0u;
        for (var i = 0; i < SyncCount; i++)
        {
            var number = SyncSample(i);
            Require(number > previous && number <= SampleCount);
            previous = number;
        }

        var first = 0u;
        for (var i = 0; i < runCount; i++)
        {
            var run = Run(i);
            Require(run.FirstChunk > first && (i > 0 || run.FirstChunk == 1) && run.Samples > 0 && run.Description > 0);
            first = run.FirstChunk;
        }

        long timed = 0;
        for (var i = 0; i < timeCount; i++)
        {
            timed += Time(i).Count;
        }

        // Some cameras count one sample more or less in the time table; a track without any times is not playable.
        Require(SampleCount == 0 || (timed > 0 && runCount > 0));
    }

    public int SampleCount { get; }

    public uint ConstantSize { get; private set; }

    public int ChunkCount { get; }

    public bool HasSync { get; }

    public int SyncCount { get; }

    public int RunCount => runCount;

    public int TimeCount => timeCount;

    public int OffsetCount => offsetCount;

    public uint Size(int sample)
    {
        if (ConstantSize != 0)
        {
            return ConstantSize;
        }

        var data = movie.Span;
        return sizeBits switch
        {
            32 => BinaryPrimitives.ReadUInt32BigEndian(data[(sizes + sample * 4)..]),
            16 => BinaryPrimitives.ReadUInt16BigEndian(data[(sizes + sample * 2)..]),
            8 => data[sizes + sample],
            _ => (sample & 1) == 0 ? (uint)data[sizes + sample / 2] >> 4 : data[sizes + sample / 2] & 0xFu,
        };
    }

    /// <summary>
    /// QuickTime sound says one byte a sample where the description knows better: then the table takes the real size.
    /// </summary>
    public void TakePacketSize(List<SampleEntry> entries)
    {
        var packet = entries[0].Packet;
        if (ConstantSize == 1 && packet is { Samples: 1, Bytes: > 1 } && entries.TrueForAll(e => e.Packet == packet))
        {
            ConstantSize = packet.Bytes;
        }
    }

    public long Chunk(int index)
    {
        var place = wideChunks ? BinaryPrimitives.ReadInt64BigEndian(movie.Span[(chunks + index * 8)..]) : U32(chunks + index * 4);
        return place >= 0 ? place : throw RefusedException.Unsafe("A chunk lies outside the file.");
    }

    public (uint FirstChunk, uint Samples, uint Description) Run(int index) =>
        (U32(runs + index * 12), U32(runs + index * 12 + 4), U32(runs + index * 12 + 8));

    public (uint Count, uint Delta) Time(int index) => (U32(times + index * 8), U32(times + index * 8 + 4));

    public (uint Count, int Offset) Offset(int index) => (U32(offsets + index * 8), (int)U32(offsets + index * 8 + 4));

    public uint SyncSample(int index) => U32(sync + index * 4);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw RefusedException.Damaged("A sample table contradicts itself.");
        }
    }

    private static int Count(uint declared, int bytes, int width)
    {
        Require(declared <= int.MaxValue / 2 && (long)declared * width <= bytes);
        return (int)declared;
    }

    private int Table(IsoBox box, int width, out int start)
    {
        Require(box.Length >= 8);
        start = box.Body + 8;
        return Count(U32(box.Body + 4), box.Length - 8, width);
    }

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(movie.Span[at..]);
}
