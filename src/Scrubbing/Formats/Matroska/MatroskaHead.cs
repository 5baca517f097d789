namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>What stands in front of the clusters.</summary>
internal static class MatroskaHead
{
    /// <summary>The document header, the same for every file of a kind (RFC 8794 section 11.2.1).</summary>
    public static byte[] Document(string docType)
    {
        var children = new EbmlWriter();
        children.Number(0x4286, 1);
        children.Number(0x42F7, 1);
        children.Number(0x42F2, 4);
        children.Number(0x42F3, 8);
        children.Binary(EbmlId.DocType, System.Text.Encoding.ASCII.GetBytes(docType));
        children.Number(0x4287, 4);
        children.Number(0x4285, 2);
        var header = new EbmlWriter();
        header.Master(EbmlId.Header, children);
        return header.Written.ToArray();
    }

    /// <summary>Document header, segment, information, tracks and index, for so many bytes of clusters.</summary>
    public static ReadOnlyMemory<byte> Build(string docType, byte[] info, List<MatroskaTrack> tracks, CueList cues, long clusters)
    {
        var parts = new EbmlWriter();
        parts.Binary(EbmlId.Info, info);
        var entries = new EbmlWriter();
        foreach (var track in tracks)
        {
            entries.Binary(EbmlId.TrackEntry, track.Entry);
        }

        parts.Master(EbmlId.Tracks, entries);
        var index = cues.Write(parts.Count);
        var head = new EbmlWriter();
        head.Raw(Document(docType));
        head.Head(EbmlId.Segment, parts.Count + index.Length + clusters);
        head.Raw(parts.Written.Span);
        head.Raw(index.Span);
        return head.Written;
    }
}
