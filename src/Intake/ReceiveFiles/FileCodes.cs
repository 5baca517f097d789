namespace ReportingService.Intake.ReceiveFiles;

/// <summary>Refusals of a file that Intake itself decides; the others are the scrubber's own codes.</summary>
public static class FileCodes
{
    public const string Empty = "empty";
    public const string TooLarge = "too_large";
    public const string TooMany = "too_many";
    public const string TotalTooLarge = "total_too_large";
}
