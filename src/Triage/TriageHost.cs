using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ReportingService.Data;
using ReportingService.Triage.ExpireReports;
using ReportingService.Triage.RaiseAlarms;
using ReportingService.Triage.RouteReport;
using ReportingService.Triage.RouterKeys;
using ReportingService.Triage.SetAsideReport;
using ReportingService.Triage.SweepOrphans;

namespace ReportingService.Triage;

/// <summary>Composes the worker.</summary>
public static class TriageHost
{
    /// <summary>Adds routing, router epochs and expiry. <paramref name="more"/> adds consumers of hosts that share this process.</summary>
    public static void AddTriage(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator>? more = null)
    {
        var services = builder.Services;
        services.AddOptions<TriageOptions>().Bind(builder.Configuration.GetSection("Triage")).ValidateDataAnnotations().ValidateOnStart();
        var options = builder.Configuration.GetSection("Triage").Get<TriageOptions>() ?? new TriageOptions();
        services.AddReportingData(builder.Configuration);
        services.AddPinnedTrust(builder.Configuration);
        services.AddRoutingData(builder.Configuration);
        services.AddRulesInForce(builder.Configuration);
        services.AddSingleton<RouterKeyFiles>();
        services.AddSingleton<HoldingDesk>();
        services.AddSingleton<RoutePlanner>();
        services.AddSingleton<RouteWriter>();
        services.AddSingleton<PutOffReport>();
        services.AddSingleton<RouteReportHandler>();
        services.AddSingleton<RouteTogether>();
        services.AddSingleton<SetAsideReportHandler>();
        services.AddSingleton<ExpireReportsHandler>();
        services.AddSingleton<WithdrawnTimes>();
        services.AddSingleton<BlobOrphans>();

        // Before the bus: the first epoch exists when the first report can come.
        services.AddSingleton<RouterEpochs>();
        services.AddHostedService(provider => provider.GetRequiredService<RouterEpochs>());
        services.AddReportingMessages(builder.Configuration, bus =>
        {
            bus.AddConsumer<RouteReportConsumer>().Endpoint(endpoint =>
            {
                endpoint.Name = "route-report";
                endpoint.ConcurrentMessageLimit = options.RoutedAtOnce * RouteTogether.Turns;
                endpoint.PrefetchCount = options.RoutedAtOnce * RouteTogether.Turns * 2;
            });
            bus.AddConsumer<SetAsideReportConsumer>().Endpoint(endpoint => endpoint.Name = "set-aside-report");
            more?.Invoke(bus);
        });
        services.AddHostedService<Housekeeping>();
        services.AddSingleton<RaiseAlarmsHandler>();
        services.AddHostedService(provider => provider.GetRequiredService<RaiseAlarmsHandler>());
        services.AddSingleton<WaitingAlarm>();
        services.AddHostedService(provider => provider.GetRequiredService<WaitingAlarm>());
    }
}
