using System.Buffers.Binary;

namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>
/// The index (RFC 9559 section 5.1.5), made from the clusters that are written: where the first key frame of each one lies. Every
/// entry has the same length, so the length of the index is known before its numbers are.
/// </summary>
internal sealed class CueList
{
    /// <summary>CuePoint { CueTime, CueTrackPositions { CueTrack, CueClusterPosition } }, numbers at full width.</summary>
    public const int PointBytes = 27;

    /// <summary>Beyond these players look for themselves, as in a live recording.</summary>
    public const int Most = 1 << 16;

    private readonly List<(long Time, byte Track, long Place)> points = [];

    /// <summary>Notes a key frame in the cluster that begins so many bytes behind the first one.</summary>
    public void Add(long time, byte track, long place)
    {
        // In the order of time, as players expect an index to be.
        if (points.Count < Most && time >= 0 && (points.Count == 0 || time > points[^1].Time))
        {
            points.Add((time, track, place));
        }
    }

    /// <summary>The whole element, nothing when there is no key frame, for clusters behind so many bytes of the segment.</summary>
    public ReadOnlyMemory<byte> Write(long before)
    {
        var writer = new EbmlWriter();
        if (points.Count == 0)
        {
            return writer.Written;
        }

        writer.Head(EbmlId.Cues, points.Count * PointBytes);
        var clusters = before + writer.Count + (points.Count * PointBytes);
        foreach (var (time, track, place) in points)
        {
            writer.Raw(Point(time, track, clusters + place));
        }

        return writer.Written;
    }

    /// <summary>One entry.</summary>
    public static byte[] Point(long time, byte track, long place)
    {
        byte[] point = [0xBB, 0x99, 0xB3, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0xB7, 0x8D, 0xF7, 0x81, track, 0xF1, 0x88, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(point.AsSpan(4), time);
        BinaryPrimitives.WriteInt64BigEndian(point.AsSpan(19), place);
        return point;
    }
}
