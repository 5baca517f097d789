using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>The index as the second reader sees it: each entry must name a block that stands where it says, and nothing else.</summary>
// Threat: an index is a table of free numbers, and numbers can say anything.
internal sealed class VerifiedCues
{
    private readonly byte[] points;
    private int next;
    private bool expected;

    private VerifiedCues(byte[] points)
    {
        this.points = points;
    }

    public static VerifiedCues None { get; } = new([]);

    public static async ValueTask<VerifiedCues> ReadAsync(ScrubReader output, long size)
    {
        Check(size is > 0 and <= CueList.Most * CueList.PointBytes && size % CueList.PointBytes == 0);
        return new VerifiedCues(await output.ReadAsync((int)size));
    }

    /// <summary>A cluster begins so far behind the segment's head.</summary>
    public void Enter(long place) => expected = next < points.Length && PlaceOf(next) == place;

    /// <summary>A block of the cluster.</summary>
    public void See(int track, long time)
    {
        if (expected && points[next + 16] == track && BinaryPrimitives.ReadInt64BigEndian(points.AsSpan(next + 4)) == time)
        {
            Check(points.AsSpan(next, CueList.PointBytes).SequenceEqual(CueList.Point(time, (byte)track, PlaceOf(next))));
            next += CueList.PointBytes;
            expected = false;
        }
    }

    /// <summary>The cluster ends.</summary>
    public void Leave() => Check(!expected);

    /// <summary>The file ends.</summary>
    public void Finish() => Check(next == points.Length);

    private long PlaceOf(int at) => BinaryPrimitives.ReadInt64BigEndian(points.AsSpan(at + 19));

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new RefusedException(RefusalCode.VerifyFailed, "The index names something that is not there.");
        }
    }
}
