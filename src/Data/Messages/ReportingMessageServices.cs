using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ReportingService.Data;

/// <summary>Registers the bus and the publisher of the outbox.</summary>
public static class ReportingMessageServices
{
    /// <summary>
    /// In-memory bus or RabbitMQ by configuration. <paramref name="consumers"/> adds the host's consumers; call once per process that
    /// has a bus (in one process with several hosts: in one of them).
    /// </summary>
    public static IServiceCollection AddReportingMessages(
        this IServiceCollection services, IConfiguration configuration, Action<IBusRegistrationConfigurator>? consumers = null)
    {
        var options = configuration.GetSection("Messages").Get<MessagesOptions>() ?? new MessagesOptions();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            consumers?.Invoke(bus);
            bus.AddConfigureEndpointsCallback((_, endpoint) => BareEnvelopes.KeepNoFaults(endpoint));
            if (options.Transport == "rabbitmq")
            {
                var address = configuration.GetConnectionString("Messages")
                    ?? throw new InvalidOperationException("Set ConnectionStrings:Messages.");
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(new Uri(address));
                    BareEnvelopes.Use(rabbit);
                    rabbit.ConfigureEndpoints(context);
                });
            }
            else
            {
                bus.UsingInMemory((context, memory) =>
                {
                    BareEnvelopes.Use(memory);
                    memory.ConfigureEndpoints(context);
                });
            }
        });
        services.Configure<MassTransitHostOptions>(host =>
        {
            // A broker that is down must not keep a host from starting.
            host.WaitUntilStarted = false;
            host.StartTimeout = TimeSpan.FromSeconds(30);
            host.StopTimeout = TimeSpan.FromSeconds(10);
        });
        services.TryAddSingleton<OutboxClaims>();
        services.AddHostedService<OutboxPublisher>();
        return services;
    }

    /// <summary>Passes changes to the screens of this process. Every process gets its own copy; nothing is kept while it is away.</summary>
    public static void AddCaseChanges(this IBusRegistrationConfigurator bus)
        => bus.AddConsumer<CaseChangedConsumer>().Endpoint(endpoint =>
        {
            endpoint.Name = "case-changes-" + Guid.NewGuid().ToString("N");
            endpoint.Temporary = true;
        });
}
