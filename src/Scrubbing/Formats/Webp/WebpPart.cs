namespace ReportingService.Scrubbing.Formats.Webp;

/// <summary>A chunk to be written: bytes of our own, or a range of the original, or other chunks inside.</summary>
internal sealed record WebpPart(string Name, byte[] Head, long Offset, long Length, IReadOnlyList<WebpPart> Inner)
{
    /// <summary>The pad byte, always zero in the product.</summary>
    public byte Pad { get; init; }

    public long BodyLength => Head.Length + Length + Inner.Sum(p => p.TotalLength);

    public long TotalLength => 8 + BodyLength + (BodyLength & 1);

    public static WebpPart Own(string name, byte[] body) => new(name, body, 0, 0, []);

    public static WebpPart Range(string name, long offset, long length) => new(name, [], offset, length, []);
}
