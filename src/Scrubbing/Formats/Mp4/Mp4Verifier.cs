using System.Buffers.Binary;
using System.Text;
using ReportingService.Scrubbing.InStream;

namespace ReportingService.Scrubbing.Formats.Mp4;

/// <summary>
/// The second reader of an MP4: own box walk, own tables, a grammar that knows only what we write. Every byte of the file must
/// be accounted for: a field that is checked, a table that is consistent, or a sample that a table names.
/// </summary>
internal sealed class Mp4Verifier(ScrubReader output, ScrubContext context)
{
    // Of a sample only the heads of its units are looked at.
    private const int Glance = 4096;

    private static readonly byte[] Plain = [0, 0, 0, 0x20, .. "ftypisom\0\0\0\0isomiso2iso6mp41"u8];
    private static readonly byte[] QuickTime = [0, 0, 0, 0x14, .. "ftypqt  \0\0\0\0qt  "u8];

    private readonly Dictionary<uint, VerifiedTrack> tracks = [];
    private List<(long Offset, long Length, VerifiedTrack Track, int First, int Count, int Description)> chunks = [];

    public async Task RunAsync()
    {
        output.ReadAhead = Glance;
        await output.RequireAsync(QuickTime.Length);
        var type = output.Buffered[3] == QuickTime[3] ? QuickTime : Plain;
        await output.RequireAsync(type.Length);
        Check(output.Buffered[..type.Length].SequenceEqual(type));
        output.Consume(type.Length);
        var (movieType, movieSize) = await HeadAsync();
        Check(movieType == "moov" && movieSize < 64 << 20);
        Movie(await output.ReadAsync((int)movieSize));
        foreach (var track in tracks.Values)
        {
            chunks.AddRange(track.Chunks());
        }

        if (chunks.Count > 0)
        {
            await MediaAsync();
        }

        uint number = 0;
        while (!await output.AtEndAsync())
        {
            context.Checkpoint();
            var start = output.Position;
            var (fragmentType, size) = await HeadAsync();
            Check(fragmentType == "moof" && size < 64 << 20);
            Fragment(await output.ReadAsync((int)size), start, ++number);
            await MediaAsync();
        }
    }

    private async ValueTask<(string Type, long Size)> HeadAsync()
    {
        await output.RequireAsync(8);
        long size = BinaryPrimitives.ReadUInt32BigEndian(output.Buffered);
        var type = Encoding.ASCII.GetString(output.Buffered.Slice(4, 4));
        output.Consume(8);
        if (size == 1)
        {
            Check(type == "mdat");
            await output.RequireAsync(8);
            size = BinaryPrimitives.ReadInt64BigEndian(output.Buffered) - 8;
            output.Consume(8);
        }

        Check(size >= 8);
        return (type, size - 8);
    }

    private async ValueTask MediaAsync()
    {
        var (type, size) = await HeadAsync();
        Check(type == "mdat");
        var end = output.Position + size;
        chunks.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        foreach (var (offset, length, track, first, count, description) in chunks)
        {
            // Threat: bytes between samples. The media box is full of samples, without a gap.
            Check(offset == output.Position && length <= end - offset);
            var layout = track.Layouts[description - 1];
            if (!layout.TouchesSamples)
            {
                await output.SkipAsync(length);
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                await SampleAudit.PassAsync(output, track.Size(first + i), layout);
            }

            Check(output.Position == offset + length);
        }

        Check(output.Position == end);
        chunks = [];
    }

    private void Movie(byte[] movie)
    {
        VerifiedTrack? track = null;
        Walk(movie, 0, movie.Length, "moov", (type, at, end) =>
        {
            var body = movie.AsSpan(at, end - at);
            switch (type)
            {
                case "trak":
                    track = new VerifiedTrack();
                    break;
                case "mvhd":
                    var m = body[0] == 1 ? 32 : 20;
                    Check(body.Length == m + 80 && body[0] <= 1 && Zero(body[1..(body[0] == 1 ? 20 : 12)]) && U32(body, m) == 0x10000
                        && U32(body, m + 4) == 0x01000000 && Zero(body[(m + 8)..(m + 16)]) && IsMatrix(body[(m + 16)..(m + 52)], 0, 0)
                        && Zero(body[(m + 52)..(m + 76)]));
                    break;
                case "trex":
                    Check(body.Length == 24 && Zero(body[..4]) && tracks.ContainsKey(U32(body, 4)) && U32(body, 8) == 1 && Zero(body[12..]));
                    break;
                case "tkhd":
                    var times = body[0] == 1 ? 16 : 8;
                    var t = body[0] == 1 ? 36 : 24;
                    Check(body.Length == t + 60 && (U32(body, 0) & ~0x01000001u) == 2 && Zero(body[4..(4 + times)])
                        && Zero(body[(8 + times)..(12 + times)]) && Zero(body[t..(t + 10)]) && body[t + 10] == 0 && body[t + 11] <= 1
                        && U32(body, t + 12) is 0 or 0x01000000 && IsMatrix(body[(t + 16)..(t + 52)], U32(body, t + 52), U32(body, t + 56)));
                    Check(tracks.TryAdd(U32(body, 4 + times), track!));
                    break;
                case "elst":
                    Check(body[0] <= 1 && Zero(body[1..4]) && U32(body, 4) is 1 or 2 && body.Length == 8 + (body[0] == 1 ? 20 : 12) * U32(body, 4));
                    break;
                case "mdhd":
                    Check(body.Length == (body[0] == 1 ? 36 : 24) && body[0] <= 1 && Zero(body[1..(body[0] == 1 ? 20 : 12)])
                        && U32(body, body.Length - 4) == 0x55C40000);
                    break;
                case "hdlr":
                    Check(body.Length == 25 && Zero(body[..4]) && Zero(body[12..]) && U32(body, 4) is 0 or 0x6D686C72 or 0x64686C72);
                    var kind = Encoding.ASCII.GetString(body.Slice(8, 4));
                    Check(kind is "vide" or "soun" or "url ");
                    track!.Video |= kind == "vide";
                    break;
                case "vmhd":
                    Check(body.Length == 12 && U32(body, 0) == 1 && Zero(body[4..]));
                    break;
                case "smhd":
                    Check(body.Length == 8 && Zero(body));
                    break;
                case "dref":
                    Check(body.SequenceEqual((ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, .. "url "u8, 0, 0, 0, 1]));
                    break;
                case "stsd":
                    track!.Describe(movie, at, end);
                    break;
                default:
                    track!.Table(type, body);
                    break;
            }
        });
        Check(tracks.Count > 0);
    }

    private void Fragment(byte[] fragment, long start, uint number)
    {
        VerifiedTrack? track = null;
        var description = 1;
        Walk(fragment, 0, fragment.Length, "moof", (type, at, end) =>
        {
            var body = fragment.AsSpan(at, end - at);
            switch (type)
            {
                case "mfhd":
                    Check(body.Length == 8 && Zero(body[..4]) && U32(body, 4) == number);
                    break;
                case "tfhd":
                    Check(body.Length == 12 && U32(body, 0) == 0x020002 && tracks.TryGetValue(U32(body, 4), out track));
                    track!.ForgetSizes();
                    description = (int)U32(body, 8);
                    Check(description >= 1 && description <= track.Layouts.Count);
                    break;
                case "tfdt":
                    Check(body.Length == 12 && U32(body, 0) == 0x01000000);
                    break;
                case "trun":
                    var count = (int)U32(body, 4);
                    Check(U32(body, 0) == 0x01000F01 && body.Length == 12 + 16L * count);
                    long length = 0;
                    var first = track!.Samples;
                    for (var i = 0; i < count; i++)
                    {
                        Check(U32(body, 12 + i * 16 + 8) is 0x02000000 or 0x01010000);
                        track.AddSize(U32(body, 12 + i * 16 + 4));
                        length += U32(body, 12 + i * 16 + 4);
                    }

                    chunks.Add((start + U32(body, 8), length, track, first, count, description));
                    break;
            }
        });
    }

    private static void Walk(byte[] data, int at, int end, string parent, Action<string, int, int> visit)
    {
        while (at < end)
        {
            Check(end - at >= 8);
            var size = U32(data, at);
            Check(size >= 8 && size <= end - at);
            var type = Encoding.ASCII.GetString(data, at + 4, 4);
            Check(BoxGrammar.Allows(parent, type));
            if (type is "trak" || !BoxGrammar.IsParent(type))
            {
                visit(type, at + 8, at + (int)size);
            }

            if (BoxGrammar.IsParent(type))
            {
                Walk(data, at + 8, at + (int)size, type, visit);
            }

            at += (int)size;
        }
    }

    private static bool IsMatrix(ReadOnlySpan<byte> m, uint width, uint height)
    {
        Span<uint> n = stackalloc uint[9];
        for (var i = 0; i < 9; i++)
        {
            n[i] = U32(m, i * 4);
        }

        var straight = n[1] == 0 && n[3] == 0 && IsOne(n[0]) && IsOne(n[4]);
        var turned = n[0] == 0 && n[4] == 0 && IsOne(n[1]) && IsOne(n[3]);
        return (straight || turned) && n[2] == 0 && n[5] == 0 && n[8] == 0x40000000
            && (n[6] == 0 || n[6] == width || n[6] == height) && (n[7] == 0 || n[7] == width || n[7] == height);
    }

    private static bool IsOne(uint value) => value is 0x00010000 or 0xFFFF0000;

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
