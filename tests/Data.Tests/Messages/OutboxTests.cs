using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Messages;
using ReportingService.Core.Vocabulary;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class OutboxTests(RabbitMqServer rabbit, PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Transports => ["memory", "rabbitmq"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Commit_OfARow_ArrivesBeforeAnySweepAndIsFinishedOnce(string transport)
    {
        await using var host = await StartAsync(transport, ("Messages:FirstGapSeconds", "600"), ("Messages:PublishSeconds", "60"));
        host.OnDelivery = (h, m) => h.FinishAsync(m);
        await WarmUpAsync(host);
        var caseId = Guid.NewGuid();
        var id = await host.AddAsync(caseId);
        await Wait.UntilAsync(() => host.Delivered.Any(m => m.OutboxId == id), "delivered");
        Assert.Contains(new ReportSubmitted(id, caseId, Urgency.Urgent), host.Delivered);
        await Wait.UntilAsync(async () => await host.RowAsync(id) is { FinishedAt: not null, PublishedAt: not null }, "finished");
        await Task.Delay(500, Stop);
        Assert.Equal(1, host.Delivered.Count(m => m.OutboxId == id));

        // What stays for an hour beside the report's id tells the minute, as the report does.
        var row = (await host.RowAsync(id))!;
        Assert.All(new[] { row.CreatedAt, row.DueAt, row.FinishedAt!.Value, row.PublishedAt!.Value }, time => Assert.Equal(CoarseTime.Minute(time), time));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Delivery_WithoutEffect_ComesAgainAfterGrowingGapsUntilFinished(string transport)
    {
        await using var host = await StartAsync(transport, ("Messages:DeadAfterAttempts", "100"), ("Messages:FirstGapSeconds", "0.4"));
        host.OnDelivery = (h, m) => h.FinishAsync(m);
        await WarmUpAsync(host);
        var caseId = Guid.NewGuid();
        var times = 0;
        host.OnDelivery = (h, m) => m.ReportId == caseId && ++times < 4 ? throw new InvalidOperationException("the consumer dies") : h.FinishAsync(m);
        var id = await host.AddAsync(caseId);
        await Wait.UntilAsync(async () => await host.RowAsync(id) is { FinishedAt: not null }, "finished");
        Assert.True(times >= 4, "Three failed deliveries and one that had its effect; a slow machine may have published one twice.");
        var options = new MessagesOptions();
        Assert.True(options.Gap(3) > options.Gap(2) && options.Gap(2) > options.Gap(1), "The gap grows.");
    }

    [Fact]
    public async Task Delivery_WithoutEffectAndSweeperOff_IsLost()
    {
        await using var host = await StartAsync("memory", ("Messages:Sweeper", "false"));
        var id = await host.AddAsync();
        await Wait.UntilAsync(() => !host.Delivered.IsEmpty, "delivered");
        await Task.Delay(1500, Stop);
        Assert.Single(host.Delivered);
        Assert.Null((await host.RowAsync(id))!.FinishedAt);
    }

    [Fact]
    public async Task Delivery_TooOftenWithoutEffect_IsDeadWithACodeButKept()
    {
        await using var host = await StartAsync("memory", ("Messages:DeadAfterAttempts", "3"));
        host.OnDelivery = (h, m) => h.Writer.WriteAsync((db, ct) => h.Inbox.MarkFailedAsync(db, m.OutboxId, "envelope_missing", ct), CancellationToken.None);
        var id = await host.AddAsync();
        await Wait.UntilAsync(async () => await host.RowAsync(id) is { DeadAt: not null }, "dead");
        Assert.Equal("envelope_missing", (await host.RowAsync(id))!.LastErrorCode);
        await using var db = host.Read();
        Assert.Equal(1, (await ServiceStatus.ReadAsync(db, [], DateTimeOffset.MaxValue, Stop)).DeadLetters);
    }

    /// <summary>An operator has been told of it; a failure must not bring it back every few minutes.</summary>
    [Fact]
    public async Task Failure_OfADeadMessage_WaitsAnHourAsItsLeaseDoes()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, "sqlite");
        var id = await database.Writer.WriteAsync((db, _) => Task.FromResult(database.Outbox.Add(db, OutboxKind.ReportSubmitted, Guid.NewGuid(), Urgency.Low)), Stop);
        await FailAsync();
        Assert.True(await DueAsync() < TimeProvider.System.GetUtcNow().AddMinutes(6));
        await database.Writer.WriteAsync((db, ct) => db.Outbox.ExecuteUpdateAsync(m => m.SetProperty(x => x.DeadAt, Some.Time), ct), Stop);
        await FailAsync();
        Assert.True(await DueAsync() > TimeProvider.System.GetUtcNow().AddMinutes(30));

        Task FailAsync() => database.Writer.WriteAsync((db, ct) => database.Inbox.MarkFailedAsync(db, id, "database", ct), Stop);
        async Task<DateTimeOffset> DueAsync()
        {
            await using var db = database.Read();
            return (await db.Outbox.SingleAsync(m => m.Id == id, Stop)).DueAt;
        }
    }

    [Fact]
    public async Task Write_WhileTheBrokerIsDown_IsNotHeldUpAndArrivesWhenItIsBack()
    {
        await rabbit.StartAsync();
        await using var host = await StartAsync("rabbitmq");
        host.OnDelivery = (h, m) => h.FinishAsync(m);
        await WarmUpAsync(host);
        rabbit.Kill();
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            // Comes back although the broker is away until all of them are written: a write that waited for it would wait for ever.
            ids.Add(await host.AddAsync().WaitAsync(TimeSpan.FromSeconds(60), Stop));
        }

        await rabbit.StartAsync();
        await Wait.UntilAsync(
            async () =>
            {
                await using var db = host.Read();
                return await db.Outbox.CountAsync(m => ids.Contains(m.Id) && m.FinishedAt != null, Stop) == ids.Count;
            },
            "all arrived after the broker came back");
    }

    /// <summary>Threat: names of machines and exact times in queues and on the broker's disk.</summary>
    [Fact]
    public async Task Queue_OnTheBrokersDisk_HoldsIdsButNeitherMachineNorTime()
    {
        await rabbit.StartAsync();
        var caseId = Guid.NewGuid();
        await using (var host = await StartAsync("rabbitmq"))
        {
            host.OnDelivery = (h, m) => h.FinishAsync(m);
            await WarmUpAsync(host);
        }

        await using var sender = await StartAsync("rabbitmq", false);
        var id = await sender.AddAsync(caseId);
        await Wait.UntilAsync(async () => await sender.RowAsync(id) is { PublishedAt: not null }, "published");
        await Wait.UntilAsync(() => InMessages(caseId.ToString()) is not null, "the search finds the id that is there");
        foreach (var canary in (string[])[Environment.MachineName.PadRight(4, '#'), "MassTransit", "sentTime", "machineName", "processName", $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}T"])
        {
            Assert.True(InMessages(canary) is null, $"'{canary}' is in the queue: {InMessages(canary)}");
        }

        // The id beside the body is the row's, in body and envelope: the library's own would carry a clock. A slow machine may
        // have published more than once.
        Assert.True(InMessages(caseId.ToString())!.Split(id.ToString()).Length - 1 >= 2);

        // The queue is left empty for the other tests.
        await using var drain = await StartAsync("rabbitmq");
        await Wait.UntilAsync(() => drain.Delivered.Any(m => m.ReportId == caseId), "drained");
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Claim_ByManyAtOnce_GivesEachRowToOne(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        await database.Writer.WriteAsync(
            (db, _) =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    database.Outbox.Add(db, OutboxKind.ReportSubmitted, Guid.NewGuid(), (Urgency)(i % 6));
                }

                foreach (var entry in db.ChangeTracker.Entries<OutboxMessage>())
                {
                    entry.Entity.DueAt = Some.Time;
                }

                return Task.FromResult(true);
            },
            Stop);
        var claims = database.Claims;
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<OutboxMessage>();
            while (await claims.ClaimAsync(50, Stop) is { Count: > 0 } rows)
            {
                mine.AddRange(rows);
            }

            return mine;
        })));
        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(1000, all.Count);
        Assert.Equal(1000, all.Select(m => m.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Finish_OfTheSameMessageTwiceAtOnce_HasOneEffect(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        var effects = await EffectsOfTwoCopiesAsync(database);
        Assert.Equal(1, effects);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Finish_OfTheSameMessageTwiceWithTheInboxOff_HasTwoEffects(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine, new() { ["Messages:Inbox"] = "false" });
        var effects = await EffectsOfTwoCopiesAsync(database);
        Assert.Equal(2, effects);
    }

    [Fact]
    public async Task CaseChanged_Committed_ReachesListenersAndItsRowIsGone()
    {
        await using var host = await StartAsync("memory");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        // Listens from the first step on, which is taken here and not when a thread is free.
        var changes = host.CaseChanges.ListenAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        var heard = changes.MoveNextAsync().AsTask();
        var caseId = Guid.NewGuid();
        var id = await host.AddAsync(caseId, OutboxKind.CaseChanged);
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(60), Stop));
        Assert.Equal(new CaseChanged(id, caseId, "PS_GJILAN", Urgency.Urgent), changes.Current);
        await Wait.UntilAsync(async () => await host.RowAsync(id) is null, "row gone");
    }

    private static async Task<int> EffectsOfTwoCopiesAsync(TestDatabase database)
    {
        var message = await database.Writer.WriteAsync(
            (db, _) => Task.FromResult(database.Outbox.Add(db, OutboxKind.ReportSubmitted, Guid.NewGuid(), Urgency.Low)), Stop);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            try
            {
                await database.Writer.WriteAsync(
                    async (db, ct) =>
                    {
                        db.Settings.Add(new Setting { Name = Guid.NewGuid().ToString("N"), Value = "effect" });
                        await database.Inbox.FinishAsync(db, message, "test", ct);
                    },
                    Stop);
            }
            catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
            {
                // The other copy was first; this one's effect went with its inbox row.
            }
        })));
        await using var read = database.Read();
        return await read.Settings.CountAsync(Stop);
    }

    /// <summary>Until one message has arrived. A first publication to a broker that just started may fail, and would come again after the gap only.</summary>
    private static Task WarmUpAsync(MessageHost host)
    {
        var (sent, next) = (new HashSet<Guid>(), 0L);
        return Wait.UntilAsync(
            async () =>
            {
                if (Environment.TickCount64 > next)
                {
                    next = Environment.TickCount64 + 5000;
                    sent.Add(await host.AddAsync());
                }

                return host.Delivered.Any(m => sent.Contains(m.OutboxId));
            },
            "warm");
    }

    private async Task<MessageHost> StartAsync(string transport, params (string Name, string Value)[] settings)
        => await StartAsync(transport, true, settings);

    private async Task<MessageHost> StartAsync(string transport, bool consumes, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(s => s.Name, s => (string?)s.Value);
        all["Messages:Transport"] = transport;
        if (transport == "rabbitmq")
        {
            await rabbit.StartAsync();
            all["ConnectionStrings:Messages"] = rabbit.Address;
        }

        return await MessageHost.StartAsync(all, consumes);
    }

    /// <summary>Message stores only: the broker's own log and configuration name its machine.</summary>
    private string? InMessages(string text)
    {
        var needle = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (var (_, content) in Files().Where(f => f.Path.Contains("msg_stor", StringComparison.Ordinal)))
        {
            if (content.AsSpan().IndexOf(needle) is >= 0 and var place)
            {
                return System.Text.Encoding.Latin1.GetString(content, Math.Max(0, place - 600), Math.Min(1200, content.Length - Math.Max(0, place - 600)));
            }
        }

        return null;
    }

    private IEnumerable<(string Path, byte[] Content)> Files()
    {
        foreach (var path in Directory.EnumerateFiles(rabbit.DataFolder, "*", SearchOption.AllDirectories))
        {
            byte[] content;
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                content = copy.ToArray();
            }
            catch (IOException)
            {
                continue;
            }

            yield return (path, content);
        }
    }
}
