namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>The information element (RFC 9559 section 5.1.2): scale and duration stay, names, programs, times and identifiers go.</summary>
internal static class SegmentInformation
{
    private const ulong NanosecondsASecond = 1_000_000_000;
    private const uint SegmentUuid = 0x73A4;

    public static byte[] Rebuild(byte[] body, ScrubContext context)
    {
        var children = EbmlElement.Children(body, 0, body.Length, context);
        var writer = new EbmlWriter();
        var scale = EbmlElement.Find(children, EbmlId.TimestampScale) is { } s ? s.Number(body) : 1_000_000;
        if (scale is 0 or > NanosecondsASecond)
        {
            throw RefusedException.Damaged("A timescale that makes no time.");
        }

        writer.Number(EbmlId.TimestampScale, scale);
        if (EbmlElement.Find(children, EbmlId.Duration) is { } duration)
        {
            writer.Real(EbmlId.Duration, duration.Real(body));
        }

        foreach (var child in children)
        {
            if (child.Id is not (EbmlId.TimestampScale or EbmlId.Duration or EbmlId.Void or EbmlId.Crc32))
            {
                context.Removed.Add(child.Id == EbmlId.DateUtc ? RemovalKind.Time : child.Id is SegmentUuid ? RemovalKind.Serial : RemovalKind.Software);
            }
        }

        return writer.Written.ToArray();
    }
}
