namespace ReportingService.Scrubbing.Formats.Gif;

/// <summary>Names of the removal rules, for the mutation run.</summary>
internal static class GifRules
{
    public const string Comments = "gif.comment";
    public const string PlainText = "gif.plain-text";
    public const string Applications = "gif.application";
    public const string UnknownExtensions = "gif.unknown-extension";
    public const string AfterPicture = "gif.after-picture";
    public const string ReservedBits = "gif.reserved-bits";
    public const string Trailer = "gif.trailer";

    public static readonly string[] Every = [Comments, PlainText, Applications, UnknownExtensions, AfterPicture, ReservedBits, Trailer];
}
