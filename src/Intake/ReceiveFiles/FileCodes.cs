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

    /// <summary>The same words were stored before, and nothing more is taken: whether the file is one of those sent then is not known.</summary>
    public const string Unread = "not_read_again";
}
