using Microsoft.Extensions.Logging;

namespace ReportingService.Data;

/// <summary>What this project logs: type names, codes and counts.</summary>
internal static partial class DataLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of writes failed: {ErrorType}")]
    public static partial void BatchFailed(ILogger logger, string errorType);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refused a command: {ErrorType} {Code}")]
    public static partial void CommandFailed(ILogger logger, string errorType, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Publishing failed ({ErrorType}); {Count} messages stay in the outbox")]
    public static partial void PublishFailed(ILogger logger, string errorType, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox could not be read or marked ({ErrorType})")]
    public static partial void OutboxFailed(ILogger logger, string errorType);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Routing rules: version {Number} is in force")]
    public static partial void RulesInForce(ILogger logger, int number);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Routing rules: version {Number} in the database is REFUSED ({Reason}); version {InForce} stays in force. Somebody may have changed the database")]
    public static partial void RulesRefused(ILogger logger, int number, int inForce, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Routing rules could not be read ({ErrorType}); those in force stay")]
    public static partial void RulesNotRead(ILogger logger, string errorType);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} messages were published too often without an effect and raise an alarm")]
    public static partial void DeadLetters(ILogger logger, int count);
}
