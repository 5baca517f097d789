using Microsoft.Extensions.Logging;

namespace ReportingService.Data;

/// <summary>What this project logs: type names, codes and counts.</summary>
internal static partial class DataLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of writes failed: {ErrorType}")]
    public static partial void BatchFailed(ILogger logger, string errorType);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing failed ({ErrorType}); {Count} messages stay in the outbox")]
    public static partial void PublishFailed(ILogger logger, string errorType, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox could not be read or marked ({ErrorType})")]
    public static partial void OutboxFailed(ILogger logger, string errorType);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} messages were published too often without an effect and raise an alarm")]
    public static partial void DeadLetters(ILogger logger, int count);
}
