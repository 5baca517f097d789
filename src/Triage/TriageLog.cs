using Microsoft.Extensions.Logging;

namespace ReportingService.Triage;

/// <summary>What Triage logs: ids, codes, counts.</summary>
internal static partial class TriageLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Report {ReportId} could not be routed yet: {Code}")]
    public static partial void NotRouted(ILogger logger, Guid reportId, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} reports could not be routed together: {Code}; each is routed alone")]
    public static partial void NotTogether(ILogger logger, int count, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key of desk {Desk} was refused: {Reason}")]
    public static partial void KeyRefused(ILogger logger, string desk, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No desk of domain {Domain} has a reader; report {ReportId} waits at recovery")]
    public static partial void WaitsAtRecovery(ILogger logger, Guid reportId, string domain);

    [LoggerMessage(Level = LogLevel.Information, Message = "Router epoch {Epoch} begins")]
    public static partial void EpochBegins(ILogger logger, int epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "Router epoch {Epoch} ended; its private half is destroyed")]
    public static partial void EpochEnded(ILogger logger, int epoch);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} failed and is tried again: {ErrorType}")]
    public static partial void WorkFailed(ILogger logger, string work, string errorType);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} reports reached their end and were destroyed")]
    public static partial void Expired(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} reports for {Desk} of domain {Domain} wait for a key that nobody can use; nobody is alarmed by them. See lost-desk-key.md; `status` says what to do")]
    public static partial void WaitForKey(ILogger logger, int count, string desk, string domain);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} reports at {Desk} of domain {Domain} wait for a reader: everybody who can open them stepped aside; nobody is alarmed by them. See lost-desk-key.md; `status` says what to do")]
    public static partial void WaitForReader(ILogger logger, int count, string desk, string domain);
}
