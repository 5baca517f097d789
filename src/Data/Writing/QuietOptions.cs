using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ReportingService.Data;

/// <summary>Keeps the engine's own logging free of data.</summary>
internal static class QuietOptions
{
    /// <summary>
    /// Threat: at level Trace EF would print statements and, with sensitive logging on, their values. Commands are not logged at all
    /// and values never are. What the engine refuses is logged by <see cref="FailedCommands"/>.
    /// </summary>
    public static DbContextOptionsBuilder<T> Silence<T>(this DbContextOptionsBuilder<T> builder, ILoggerFactory loggers)
        where T : DbContext
        => builder
            .UseLoggerFactory(loggers)
            .AddInterceptors(new FailedCommands(loggers))
            .EnableSensitiveDataLogging(false)
            .EnableDetailedErrors(false)
#if DEBUG
            // What a limit without an order returns is chance; a test that meets one fails.
            .ConfigureWarnings(w => w.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning))
#endif
            .ConfigureWarnings(w => w.Ignore(
                RelationalEventId.CommandExecuting,
                RelationalEventId.CommandExecuted,
                RelationalEventId.CommandCreating,
                RelationalEventId.CommandCreated,
                RelationalEventId.CommandInitialized,
                RelationalEventId.CommandError,
                CoreEventId.SaveChangesFailed));
}
