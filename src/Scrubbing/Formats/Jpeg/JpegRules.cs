namespace ReportingService.Scrubbing.Formats.Jpeg;

/// <summary>Names of the removal rules, for the mutation run.</summary>
internal static class JpegRules
{
    public const string ApplicationSegments = "jpeg.app";
    public const string Exif = "jpeg.exif";
    public const string Icc = "jpeg.icc";
    public const string Adobe = "jpeg.adobe";
    public const string Comments = "jpeg.comment";
    public const string UnusedTables = "jpeg.unused-tables";
    public const string FillBytes = "jpeg.fill";
    public const string AfterLastMcu = "jpeg.after-last-mcu";
    public const string PaddingBits = "jpeg.padding-bits";
    public const string Trailer = "jpeg.trailer";
    public const string BetweenSegments = "jpeg.between-segments";

    public static readonly string[] Every =
        [ApplicationSegments, Exif, Icc, Adobe, Comments, UnusedTables, FillBytes, AfterLastMcu, PaddingBits, Trailer, BetweenSegments];
}
