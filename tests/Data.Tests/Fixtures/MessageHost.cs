using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReportingService.Core.Messages;
using ReportingService.Core.Vocabulary;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

/// <summary>What the consumer of a test does with a delivery.</summary>
public delegate Task Delivery(MessageHost host, ReportSubmitted message);

/// <summary>A process with database, bus, publisher and one consumer, as Triage is one.</summary>
public sealed class MessageHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestFolder _folder;

    private MessageHost(IHost host, TestFolder folder) => (_host, _folder) = (host, folder);

    public ConcurrentQueue<ReportSubmitted> Delivered { get; } = new();

    public ConcurrentQueue<CaseChanged> Changed { get; } = new();

    public Delivery OnDelivery { get; set; } = (_, _) => Task.CompletedTask;

    public IDatabaseWriter Writer => _host.Services.GetRequiredService<IDatabaseWriter>();

    public Outbox Outbox => _host.Services.GetRequiredService<Outbox>();

    public Inbox Inbox => _host.Services.GetRequiredService<Inbox>();

    public CaseChanges CaseChanges => _host.Services.GetRequiredService<CaseChanges>();

    public static async Task<MessageHost> StartAsync(Dictionary<string, string?>? settings = null, bool consumes = true)
    {
        var folder = new TestFolder();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Reports"] = $"Data Source={folder["reports.db"]}",
            ["Blobs:Folder"] = folder["blobs"],
            ["Messages:SweepSeconds"] = "0.1",
            ["Messages:FirstGapSeconds"] = "0.1",
            ["Messages:PublishSeconds"] = "2",
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddReportingData(builder.Configuration);
        builder.Services.AddReportingMessages(builder.Configuration, bus =>
        {
            if (consumes)
            {
                bus.AddConsumer<Recorder>().Endpoint(e => e.Name = "route-report");
                bus.AddCaseChanges();
            }
        });
        MessageHost? made = null;
        builder.Services.AddSingleton(_ => made!);
        made = new MessageHost(builder.Build(), folder);
        await made._host.Services.GetRequiredService<ReportingDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        await made._host.StartAsync(TestContext.Current.CancellationToken);
        return made;
    }

    public ReportingDb Read() => _host.Services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContext();

    public Task<Guid> AddAsync(Guid? caseId = null, OutboxKind kind = OutboxKind.ReportSubmitted)
        => Writer.WriteAsync((db, _) => Task.FromResult(Outbox.Add(db, kind, caseId ?? Guid.NewGuid(), Urgency.Urgent, "PS_GJILAN")), CancellationToken.None);

    public Task FinishAsync(ReportSubmitted message)
        => Writer.WriteAsync((db, ct) => Inbox.FinishAsync(db, message.OutboxId, "test", ct), CancellationToken.None);

    public async Task<OutboxMessage?> RowAsync(Guid id)
    {
        await using var db = Read();
        return await db.Outbox.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _host.StopAsync(limit.Token);
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    public sealed class Recorder(MessageHost host) : IConsumer<ReportSubmitted>
    {
        public Task Consume(ConsumeContext<ReportSubmitted> context)
        {
            host.Delivered.Enqueue(context.Message);
            return host.OnDelivery(host, context.Message);
        }
    }
}
