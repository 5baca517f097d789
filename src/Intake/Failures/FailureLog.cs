namespace ReportingService.Intake.Failures;

/// <summary>What Intake logs: ids and codes only.</summary>
internal static partial class FailureLog
{
    [LoggerMessage(1, LogLevel.Error, "A request failed: {ExceptionType} at {Place}.")]
    public static partial void RequestFailed(ILogger logger, string exceptionType, string place);
}
