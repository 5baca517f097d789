using System.Buffers.Binary;
using System.Text;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>A track as the verifier sees it in the output.</summary>
internal sealed class VerifiedTrack
{
    private readonly List<uint> sizes = [];
    private readonly List<long> places = [];
    private readonly List<(uint First, uint Samples, uint Description)> runs = [];
    private uint constant;
    private int count;

    public bool Video { get; set; }

    public List<SampleCleaner> Layouts { get; } = [];

    private readonly List<(uint Samples, uint Bytes)> packets = [];

    public int Samples => sizes.Count;

    public uint Size(int sample) => constant != 0 ? constant : sizes[sample];

    public void ForgetSizes()
    {
        constant = 0;
        sizes.Clear();
    }

    public void AddSize(uint size) => sizes.Add(size);

    public void Table(string type, ReadOnlySpan<byte> body)
    {
        Check(body.Length >= 8 && (body[0] == 0 || type == "ctts") && body[0] <= 1 && Zero(body[1..4]));
        var entries = U32(body, 4);
        switch (type)
        {
            case "stsz":
                constant = entries;
                count = (int)U32(body, 8);
                Check(body.Length == 12 + (constant == 0 ? 4L * count : 0));
                for (var i = 0; constant == 0 && i < count; i++)
                {
                    sizes.Add(U32(body, 12 + i * 4));
                }

                break;
            case "stsc":
                Check(body.Length == 8 + 12L * entries);
                for (var i = 0; i < entries; i++)
                {
                    runs.Add((U32(body, 8 + i * 12), U32(body, 12 + i * 12), U32(body, 16 + i * 12)));
                }

                break;
            case "stco" or "co64":
                var width = type == "stco" ? 4 : 8;
                Check(body.Length == 8 + (long)width * entries);
                for (var i = 0; i < entries; i++)
                {
                    places.Add(width == 4 ? U32(body, 8 + i * 4) : BinaryPrimitives.ReadInt64BigEndian(body[(8 + i * 8)..]));
                }

                break;
            case "stts" or "ctts":
                Check(body.Length == 8 + 8L * entries);
                long total = 0;
                for (var i = 0; i < entries; i++)
                {
                    total += U32(body, 8 + i * 8);
                }

                timed = type == "stts" ? total : timed;
                Check(type == "stts" || total == timed);
                break;
            case "stss":
                Check(body.Length == 8 + 4L * entries);
                break;
            default:
                Check(false);
                break;
        }
    }

    private long timed;

    public IEnumerable<(long Offset, long Length, VerifiedTrack Track, int First, int Count, int Description)> Chunks()
    {
        Check(timed == count);
        var sample = 0;
        var run = -1;
        for (var chunk = 0; chunk < places.Count; chunk++)
        {
            if (run + 1 < runs.Count && runs[run + 1].First == chunk + 1)
            {
                run++;
            }

            Check(run >= 0);
            var (_, samples, description) = runs[run];
            Check(samples > 0 && samples <= count - sample && description >= 1 && description <= Layouts.Count);
            long length = 0;
            if (constant == 0)
            {
                for (var i = 0; i < samples; i++)
                {
                    length += sizes[sample + i];
                }
            }
            else
            {
                var (packetSamples, packetBytes) = packets[(int)description - 1];
                length = constant == 1 && packetSamples > 0 && packetBytes > 0
                    ? samples / packetSamples * (long)packetBytes : (long)constant * samples;
            }

            yield return (places[chunk], length, this, sample, (int)samples, (int)description);
            sample += (int)samples;
        }

        Check(sample == count && run == runs.Count - 1);
    }

    public void Describe(byte[] movie, int at, int end)
    {
        Check(Zero(movie.AsSpan(at, 4)));
        var entries = U32(movie, at + 4);
        at += 8;
        while (at < end)
        {
            Check(end - at >= 36);
            var size = U32(movie, at);
            Check(size >= 36 && size <= end - at);
            Entry(movie, at, at + (int)size);
            at += (int)size;
        }

        Check(Layouts.Count == entries && entries > 0);
    }

    private void Entry(byte[] movie, int start, int end)
    {
        var type = Encoding.ASCII.GetString(movie, start + 4, 4);
        var body = movie.AsSpan(start + 8, end - start - 8);
        Check(Zero(body[..6]) && body[7] == 1 && body[6] == 0);
        if (Video)
        {
            Check(body.Length >= 78 && Zero(body[8..24]) && U32(body, 28) == 0x480000 && U32(body, 32) == 0x480000 && Zero(body[36..40])
                && body[40] == 0 && body[41] == 1 && Zero(body[42..74]) && body[76] == 0xFF && body[77] == 0xFF);
            packets.Add(default);
            Layouts.Add(Layout(type, movie, start + 86, end));
            return;
        }

        var version = body[9];
        Check(body[8] == 0 && version <= 2 && Zero(body[10..16]));
        var fixedBytes = version switch { 0 => 28, 1 => 44, _ => 64 };
        Check(body.Length >= fixedBytes);
        packets.Add(version == 1 ? (U32(body, 28), U32(body, 36)) : default);
        Children(movie, start + 8 + fixedBytes, end, "audio");
        Layouts.Add(new SampleCleaner(SampleCodec.Opaque));
    }

    private static SampleCleaner Layout(string type, byte[] movie, int at, int end)
    {
        var children = Children(movie, at, end, "video");
        switch (type)
        {
            case "avc1" or "avc3":
                var avc = children["avcC"];
                return new(SampleCodec.Avc, (movie[avc.Start + 4] & 3) + 1);
            case "hvc1" or "hev1":
                var hevc = children["hvcC"];
                CheckArrays(movie.AsSpan(hevc.Start, hevc.End - hevc.Start));
                return new(SampleCodec.Hevc, (movie[hevc.Start + 21] & 3) + 1);
            case "av01":
                return new(SampleCodec.Av1);
            case "mp4v":
                var esds = children["esds"];
                return new(movie[esds.Start + 4 + 5 + 3 + 5] == 0x6C ? SampleCodec.Jpeg : SampleCodec.Mpeg4Visual);
            case "m2v1":
                return new(SampleCodec.Mpeg4Visual);
            case "jpeg" or "mjpa":
                return new(SampleCodec.Jpeg);
            case "apco" or "apcs" or "apcn" or "apch" or "ap4h" or "ap4x":
                return new(SampleCodec.ProRes);
            default:
                Check(type is "vp08" or "vp09" or "s263" or "h263");
                return new(SampleCodec.Opaque);
        }
    }

    private static void CheckArrays(ReadOnlySpan<byte> record)
    {
        var at = 23;
        for (var arrays = record[22]; arrays > 0; arrays--)
        {
            Check((record[at] & 0x3F) is 32 or 33 or 34);
            var units = BinaryPrimitives.ReadUInt16BigEndian(record[(at + 1)..]);
            at += 3;
            for (; units > 0; units--)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(record[at..]);
                SampleAudit.CheckUnit(record.Slice(at + 2, length), true);
                at += 2 + length;
            }
        }

        Check(at == record.Length);
    }

    private static Dictionary<string, (int Start, int End)> Children(byte[] movie, int at, int end, string parent)
    {
        var found = new Dictionary<string, (int, int)>();
        while (at < end)
        {
            Check(end - at >= 8);
            var size = U32(movie, at);
            var type = Encoding.ASCII.GetString(movie, at + 4, 4);
            if (parent == "wave" && size == 8 && U32(movie, at + 4) == 0)
            {
                Check(end - at == 8);
                return found;
            }

            Check(size >= 8 && size <= end - at && BoxGrammar.Allows(parent, type));
            if (type == "wave")
            {
                Children(movie, at + 8, at + (int)size, "wave");
            }

            Check(found.TryAdd(type, (at + 8, at + (int)size)));
            at += (int)size;
        }

        return found;
    }

    private static bool Zero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);

    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The rebuilt movie holds something that is not on the list.");
        }
    }
}
