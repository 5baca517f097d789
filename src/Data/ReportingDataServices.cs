using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ReportingService.Data.Providers.Postgres;
using ReportingService.Data.Providers.Sqlite;
using ReportingService.Data.Providers.SqlServer;

namespace ReportingService.Data;

/// <summary>Registers this project in a host. Everything is added only if missing, so that hosts in one process can share instances.</summary>
public static class ReportingDataServices
{
    /// <summary>Database, blobs, outbox and audit, all from configuration.</summary>
    public static IServiceCollection AddReportingData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection("Database")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OutboxSignal>();
        services.TryAddSingleton<Outbox>();
        services.TryAddSingleton<Inbox>();
        services.TryAddSingleton<Audit>();
        services.TryAddSingleton<ReadyDesks>();
        services.TryAddSingleton<CaseChanges>();
        services.AddOptions<MessagesOptions>().Bind(configuration.GetSection("Messages")).ValidateDataAnnotations().ValidateOnStart();
        AddDatabase(services, configuration);
        services.AddSealedBlobs(configuration);
        return services;
    }

    private static void AddDatabase(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => Source(provider, configuration.GetConnectionString("Reports")));
        services.TryAddSingleton<IDbContextFactory<ReportingDb>>(provider => new ReadingFactory(provider.GetRequiredService<IReportingDbSource>()));
        services.TryAddSingleton<IDatabaseWriter>(provider => provider.GetRequiredService<IReportingDbSource>() is SqliteSource
            ? ActivatorUtilities.CreateInstance<SqliteBatchingWriter>(provider, provider.GetRequiredService<IReportingDbSource>())
            : ActivatorUtilities.CreateInstance<TransactionalWriter>(provider));
        services.TryAddSingleton<ReportingDatabase>();
    }

    private static IReportingDbSource Source(IServiceProvider provider, string? connectionString)
    {
        var options = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var loggers = provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var connection = connectionString
            ?? throw new InvalidOperationException("Set ConnectionStrings:Reports.");
        return options.Provider switch
        {
            "sqlserver" => new SqlServerSource(connection, options, loggers),
            "postgres" => new PostgresSource(connection, options, loggers),
            _ => new SqliteSource(connection, options, loggers),
        };
    }
}
