using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.HandOffReport;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.StaffConsole.WorkQueue;

namespace ReportingService.StaffConsole.Tests;

/// <summary>In which order a queue stands, page by page.</summary>
public sealed class QueueOrderTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    /// <summary>An emergency that nobody has taken must not sink below one in hand, on whichever page either stands.</summary>
    [Fact]
    public async Task Queue_UrgentReportsNobodyHasTaken_StandBeforeThoseOfTheirUrgencyThatSomebodyHas()
    {
        var officer = console["officer.gjilan"].Id;
        var now = CoarseTime.Minute(console.Clock.GetUtcNow());
        (string Name, Urgency Urgency, bool Taken, int Age)[] given =
        [
            ("taken, oldest", Urgency.Emergency, true, 90), ("untaken", Urgency.Emergency, false, 60), ("taken", Urgency.Emergency, true, 50), ("untaken, newest", Urgency.Emergency, false, 1),
            ("urgent, taken", Urgency.Urgent, true, 80), ("urgent, untaken", Urgency.Urgent, false, 10), ("high, taken", Urgency.High, true, 80), ("high, untaken", Urgency.High, false, 20),
        ];
        var ids = given.ToDictionary(one => Guid.NewGuid(), one => one);
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.Cases.AddRange(ids.Select(one => new Case
                {
                    Id = one.Key,
                    CreatedAt = now.AddMinutes(-one.Value.Age),
                    State = ReportState.Opened,
                    Urgency = one.Value.Urgency,
                    OwnerAccountId = one.Value.Taken ? officer : null,
                    HolderDesk = "PS_GJILAN",
                    NamedDesk = "PS_GJILAN",
                    Domain = KeyDomain.Police,
                    Protection = Protection.None,
                    CasePublicKey = new byte[65],
                    ReporterPublicKey = new byte[65],
                    ReceiptLookup = Guid.NewGuid().ToByteArray(),
                    AuditId = Guid.NewGuid(),
                    SealedOutcome = [],
                    LastActivityAt = now,
                }));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        await using var db = await console.ReadAsync();
        var user = new StaffUser(console["officer.gjilan"].Unlocked, await db.Accounts.SingleAsync(account => account.Id == officer), new() { ["PS_GJILAN"] = MembershipState.Active });
        foreach (var size in new[] { 1, 2, 3, 50 })
        {
            var reader = new QueueReader(
                console.Services.GetRequiredService<IDbContextFactory<ReportingDb>>(), Options.Create(new StaffConsoleOptions { QueuePage = size }),
                console.Services.GetRequiredService<PendingHandOffs>(), console.Services.GetRequiredService<RoutingData>(), console.Clock);
            List<string> order = [];
            QueueCursor? after = null;
            do
            {
                var page = await reader.ReadAsync(user, null, false, after, CancellationToken.None);
                order.AddRange(page.Rows.Select(row => ids[row.Id].Name));
                after = QueueCursor.Read(page.Next?.ToString());
            }
            while (after is not null);
            Assert.Equal(
                ["untaken", "untaken, newest", "taken, oldest", "taken", "urgent, untaken", "urgent, taken", "high, taken", "high, untaken"], order);
        }
    }
}
