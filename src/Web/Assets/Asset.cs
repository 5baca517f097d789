namespace ReportingService.Web.Assets;

/// <summary>One style sheet, script or image, ready to send.</summary>
/// <param name="Url">Its address with the hash of its content, so that a new version is a new address.</param>
/// <param name="ContentType">The fixed type it is sent with.</param>
/// <param name="Bytes">As it is.</param>
/// <param name="Brotli">Compressed once; null where that gains nothing.</param>
public sealed record Asset(string Url, string ContentType, byte[] Bytes, byte[]? Brotli);
