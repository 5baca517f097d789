namespace ReportingService.Intake.ReceiveFiles;

/// <summary>A file went over its limit while it was read. Carries nothing.</summary>
internal sealed class FileTooLargeException : IOException
{
    public FileTooLargeException()
        : base("A file is larger than its limit.")
    {
    }
}
