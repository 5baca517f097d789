using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.StaffConsole.WorkQueue;

namespace ReportingService.StaffConsole.Tests;

/// <summary>The queue of the helpline costs the same however many reports are open there. On a console of its own: it fills it.</summary>
public sealed class HandOffCostTests
{
    [Fact]
    public async Task Queue_WithFiveThousandOpenReports_AsksAndReadsWhatItDidWithTwoHundred()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        await AddAsync(console, 200);
        var proposed = await ProposeAsync(console, 3);
        var few = await MeasureAsync(console, proposed);
        await AddAsync(console, 4800);
        var many = await MeasureAsync(console, proposed);
        Assert.Equal((few.Commands, few.Rows), (many.Commands, many.Rows));
        Assert.InRange(many.Commands, 3, 30);

        // Found by an index, and not by looking at every report (c) or line of the log (a); c0 is a page of rows already cut off. The
        // control: the few proposals (h) are looked at one by one.
        Assert.DoesNotContain(many.Plans, line => System.Text.RegularExpressions.Regex.IsMatch(line, "^SCAN (c|a)( |$)"));
        Assert.Contains(many.Plans, line => line.StartsWith("SCAN h", StringComparison.Ordinal));
    }

    private static async Task<CommandCount> MeasureAsync(RunningConsole console, IReadOnlyList<Guid> proposed)
    {
        var reader = console.Services.GetRequiredService<QueueReader>();
        await using var db = await console.ReadAsync();
        var person = console["supervisor.helpline"];
        var user = new StaffUser(person.Unlocked, await db.Accounts.SingleAsync(account => account.Id == person.Id), new() { ["HELPLINE"] = MembershipState.Active });
        QueuePage? page = null;
        var count = await CommandCount.OfAsync(async () => page = await reader.ReadAsync(user, null, false, null, CancellationToken.None));
        Assert.Equal(proposed.Order(), page!.ToConfirm.Select(waits => waits.Report).Order());
        return count;
    }

    private static async Task AddAsync(RunningConsole console, int count)
    {
        var now = CoarseTime.Minute(console.Clock.GetUtcNow());
        foreach (var part in Enumerable.Range(0, count).Chunk(500))
        {
            await console.Writer.WriteAsync(
                (db, _) =>
                {
                    db.Cases.AddRange(part.Select(_ => new Case
                    {
                        Id = Guid.NewGuid(),
                        CreatedAt = now,
                        State = ReportState.Opened,
                        Urgency = Urgency.High,
                        HolderDesk = "HELPLINE",
                        NamedDesk = "HELPLINE",
                        Domain = KeyDomain.Helpline,
                        Protection = Protection.Helpline,
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
        }
    }

    private static async Task<IReadOnlyList<Guid>> ProposeAsync(RunningConsole console, int count)
    {
        await using var read = await console.ReadAsync();
        var reports = await read.Cases.OrderBy(row => row.Id).Take(count).Select(row => row.Id).ToListAsync();
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.HandOffProposals.AddRange(reports.Select(report => new HandOffProposal { CaseId = report, ItemId = Guid.NewGuid(), ProposedBy = console["operator.helpline"].Id }));
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return reports;
    }
}
