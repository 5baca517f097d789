namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>The document header, the same for every file of a kind (RFC 8794 section 11.2.1).</summary>
internal static class MatroskaHead
{
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
}
