namespace ReportingService.Scrubbing.Formats.Webp;

/// <summary>Names of the removal rules, for the mutation run.</summary>
internal static class WebpRules
{
    public const string Exif = "webp.exif";
    public const string Xmp = "webp.xmp";
    public const string Icc = "webp.icc";
    public const string Unknown = "webp.unknown";
    public const string FrameUnknown = "webp.frame-unknown";
    public const string Padding = "webp.padding";
    public const string ReservedBits = "webp.reserved-bits";
    public const string Trailer = "webp.trailer";

    public static readonly string[] Every = [Exif, Xmp, Icc, Unknown, FrameUnknown, Padding, ReservedBits, Trailer];
}
