using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.TestKit;

namespace ReportingService.Data.Tests;

public sealed class DatabaseWriterTests(PostgresServer postgres)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Write_CaseWithEveryKindOfValue_ReadsBackTheSame(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        var made = Some.Case();
        made.Category = Category.DomesticViolence;
        made.Urgency = Urgency.Urgent;
        made.OwnedAt = Some.Time.AddMinutes(3);
        made.StateBeforeWithdrawal = ReportState.Question;
        await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(made)), Stop);

        await using var read = database.Read();
        var found = await read.Cases.SingleAsync(c => c.OwnedAt > Some.Time && c.Urgency >= Urgency.High, Stop);
        Assert.Equivalent(made, found, strict: true);
        Assert.Equal(TimeSpan.Zero, found.CreatedAt.Offset);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Write_ManyAtOnceSomeFailing_OnlyTheFailingUnitsAreLost(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        var taken = Some.Case();
        await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(taken)), Stop);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 96).Select(n => Task.Run(() => TryAsync(n))));

        Assert.All(outcomes, o => Assert.Equal((o.N % 3) switch { 1 => "unique", 2 => "thrown", _ => "stored" }, o.Result));
        await using var read = database.Read();
        Assert.Equal(1 + 32, await read.Cases.CountAsync(Stop));
        Assert.Equal(32, await read.Outbox.CountAsync(Stop));

        async Task<(int N, string Result)> TryAsync(int n)
        {
            try
            {
                await database.Writer.WriteAsync(
                    async (db, ct) =>
                    {
                        var report = Some.Case();
                        database.Outbox.Add(db, OutboxKind.ReportSubmitted, report.Id, Urgency.Low);
                        db.Cases.Add(report);
                        await db.SaveChangesAsync(ct);
                        switch (n % 3)
                        {
                            case 1:
                                db.Settings.Add(new Setting { Name = "a", Value = "b" });
                                db.Cases.Add(Double(taken));
                                await db.SaveChangesAsync(ct);
                                break;
                            case 2:
                                throw new InvalidOperationException();
                        }
                    },
                    Stop);
                return (n, "stored");
            }
            catch (InvalidOperationException)
            {
                return (n, "thrown");
            }
            catch (DbUpdateException e) when (DatabaseErrors.IsUniqueViolation(e))
            {
                return (n, "unique");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Write_ThirtyTwoWritersAtOnce_LosesNothing(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await database.Writer.WriteAsync(
                    async (db, ct) =>
                    {
                        var report = Some.Case();
                        db.Cases.Add(report);
                        database.Outbox.Add(db, OutboxKind.ReportSubmitted, report.Id, report.Urgency);
                        await database.Audit.AppendAsync(db, "test", "stored", report.AuditId.ToString("N"), "", ct);
                    },
                    Stop);
            }
        })));

        await using var read = database.Read();
        Assert.Equal(640, await read.Cases.CountAsync(Stop));
        Assert.Equal(new AuditVerdict.Intact(640, Convert.ToHexStringLower((await read.AuditHeads.SingleAsync(Stop)).Hash)), await AuditVerifier.VerifyAsync(read, Stop));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Write_SameCaseChangedBetween_IsRefused(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        var report = Some.Case();
        await database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(report)), Stop);
        await using var read = database.Read();
        var seen = await read.Cases.AsNoTracking().SingleAsync(Stop);
        await ChangeAsync(seen.Version);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => ChangeAsync(seen.Version));

        Task ChangeAsync(int version) => database.Writer.WriteAsync(
            async (db, ct) =>
            {
                var row = await db.Cases.SingleAsync(c => c.Id == report.Id, ct);
                db.Entry(row).Property(c => c.Version).OriginalValue = version;
                row.OwnerAccountId = Guid.NewGuid();
            },
            Stop);
    }

    [Fact]
    public async Task Write_InsideAnotherUnit_IsRefusedInsteadOfWaitingForEver()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Writer.WriteAsync(
            (_, ct) => database.Writer.WriteAsync((_, _) => Task.CompletedTask, ct), Stop));
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Save_ThroughAContextForReading_IsRefused(string engine)
    {
        await using var database = await TestDatabase.CreateAsync(postgres, engine);
        await using var read = database.Read();
        read.Cases.Add(Some.Case());
        await Assert.ThrowsAsync<InvalidOperationException>(() => read.SaveChangesAsync(Stop));
    }

    [Fact]
    public async Task Write_CallerGivesUpWhileWaiting_NothingIsStored()
    {
        await using var database = await TestDatabase.CreateAsync(postgres, Engines.Sqlite);
        using var given = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var first = database.Writer.WriteAsync((_, _) => gate.Task, Stop);
        var second = database.Writer.WriteAsync((db, _) => Task.FromResult(db.Cases.Add(Some.Case())), given.Token);
        await given.CancelAsync();
        gate.SetResult();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await using var read = database.Read();
        Assert.Equal(0, await read.Cases.CountAsync(Stop));
    }

    private static Case Double(Case original)
    {
        var copy = Some.Case();
        return new Case
        {
            Id = copy.Id,
            CreatedAt = copy.CreatedAt,
            Urgency = copy.Urgency,
            Domain = copy.Domain,
            Protection = copy.Protection,
            CasePublicKey = copy.CasePublicKey,
            ReporterPublicKey = copy.ReporterPublicKey,
            ReceiptLookup = original.ReceiptLookup,
            CaseTag = copy.CaseTag,
            AuditId = copy.AuditId,
            SealedOutcome = copy.SealedOutcome,
            LastActivityAt = copy.LastActivityAt,
        };
    }
}
