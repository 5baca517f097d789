namespace ReportingService.Intake.ReceiveFiles;

/// <summary>Refusals of a file that Intake itself decides; the others are the scrubber's own codes.</summary>
public static class FileCodes
{
    public const string Empty = "empty";
    public const string TooLarge = "too_large";
    public const string TooMany = "too_many";
    public const string TotalTooLarge = "total_too_large";

    /// <summary>The words it came with went past the unit that holds the report; the file must not reach it either.</summary>
    public const string NotToHolder = "not_to_holder";
}
