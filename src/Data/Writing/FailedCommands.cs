using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data;

/// <summary>
/// Logs commands that the engine refused, by type and number. A unique key that stands already is no failure: it is how a request or
/// message that comes twice, or two replies at one moment, are recognised, and whoever wrote goes on from there. EF's own line would
/// call it an error, so that the real ones drown.
/// </summary>
internal sealed class FailedCommands(ILoggerFactory loggers) : DbCommandInterceptor
{
    private readonly ILogger _logger = loggers.CreateLogger<FailedCommands>();

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Note(eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Note(eventData.Exception);
        return Task.CompletedTask;
    }

    private void Note(Exception fault)
    {
        if (!DatabaseErrors.IsUniqueViolation(fault))
        {
            DataLog.CommandFailed(_logger, fault.GetType().Name, DatabaseErrors.CodeOf(fault));
        }
    }
}
