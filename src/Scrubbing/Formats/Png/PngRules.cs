namespace ReportingService.Scrubbing.Formats.Png;

/// <summary>Names of the removal rules, for the mutation run.</summary>
internal static class PngRules
{
    public const string Chunks = "png.chunks";
    public const string Exif = "png.exif";
    public const string Icc = "png.icc";
    public const string AfterZlib = "png.after-zlib";
    public const string PaddingBits = "png.padding-bits";
    public const string Trailer = "png.trailer";
    public const string StrayFrames = "png.stray-frames";
    public const string SuggestedPalette = "png.suggested-palette";

    public static readonly string[] Every = [Chunks, Exif, Icc, AfterZlib, PaddingBits, Trailer, StrayFrames, SuggestedPalette];
}
