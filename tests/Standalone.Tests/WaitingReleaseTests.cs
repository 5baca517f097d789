using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>Reports that came while nobody at the police had a key, up to the custodian who hands them over.</summary>
public sealed class WaitingReleaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Threat: whoever writes to the database names the excluded desk in the row; the sealed decision is what counts.</summary>
    [Fact]
    public async Task Release_OnlyTheExcludedDeskHasAKey_GoesOnWaitingAndThePlainReportIsHandedOver()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var databases = services.GetRequiredService<IDbContextFactory<ReportingDb>>();
        await using var db = await databases.CreateDbContextAsync(Stop);
        var keys = await db.UnitKeys.AsNoTracking().Where(key => key.Domain == KeyDomain.Police).ToListAsync(Stop);
        await WriteAsync(services, db => db.UnitKeys.Where(key => key.Domain == KeyDomain.Police).ExecuteDeleteAsync(Stop));

        var plain = await ReportAsync(citizen, services, "Më kanë vjedhur biçikletën para shtëpisë.");
        var refusing = await ReportAsync(citizen, services, "Më kanë vjedhur biçikletën para shtëpisë. Mos ia jepni policisë së Gjilanit, kam frikë prej tyre.");
        var later = await ReportAsync(citizen, services, "Më kanë vjedhur telefonin në treg.");
        Assert.Equal(201, (await citizen.AnswerAsync(later.Receipt, "Polici i stacionit të Gjilanit më rrahu dhe më kërkoi ryshfet.")).Status);
        var hidden = await ReportAsync(citizen, services, "Më kanë vjedhur orën në treg.");
        Assert.Equal(201, (await citizen.AnswerAsync(hidden.Receipt, "Polici i stacionit të Gjilanit më rrahu dhe më kërkoi ryshfet.")).Status);
        Assert.Equal(6, await db.Cases.CountAsync(Stop));
        await Wait.UntilAsync(async () => await db.AuditEntries.CountAsync(entry => entry.Action == "report_set_aside", Stop) == 2, "both set aside");

        var (unhealthy, advice) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal(1, unhealthy);
        Assert.Contains($"first make PS_GJILAN or RPD_GJILAN or DESK ready (console, Desks; then keys sign), then a custodian runs: keys release --domain police --recovery-key FILE --data {folder["data"]}", advice, StringComparison.Ordinal);

        await WriteAsync(services, async write =>
        {
            write.UnitKeys.AddRange(keys.Where(key => key.Desk == "PS_GJILAN"));
            await write.Cases.Where(row => row.Domain == KeyDomain.Police).ExecuteUpdateAsync(row => row.SetProperty(found => found.NamedDesk, "PS_GJILAN"), Stop);

            // The one is called protected already, of the other the later part is hidden.
            await write.Cases.Where(row => row.Id == later.Id).ExecuteUpdateAsync(row => row.SetProperty(found => found.Protection, Protection.Pik), Stop);
            var reporter = await write.Cases.Where(row => row.Id == hidden.Id).Select(row => row.ReporterPublicKey).SingleAsync(Stop);
            await write.Cases.Where(row => row.ReporterPublicKey == reporter && row.Id != hidden.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.ReporterPublicKey, plain.Id.ToByteArray()), Stop);
        });
        var (code, output) = await ReleaseAsync(folder);
        Assert.Equal(1, code);
        Assert.Contains("2 handed over", output, StringComparison.Ordinal);
        Assert.Equal([("PS_GJILAN", HolderKind.Desk)], await HoldersAsync(databases, plain.Id));
        Assert.Equal([("police", HolderKind.Recovery)], await HoldersAsync(databases, refusing.Id));
        Assert.Equal([("PIK", HolderKind.Desk)], await HoldersAsync(databases, later.Id));
        Assert.Equal([("police", HolderKind.Recovery)], await HoldersAsync(databases, hidden.Id));

        // The desk it was meant for is ready again: now it goes there.
        await WriteAsync(services, write =>
        {
            write.UnitKeys.AddRange(keys.Where(key => key.Desk != "PS_GJILAN"));
            return Task.CompletedTask;
        });
        Assert.Equal(1, (await ReleaseAsync(folder)).Code);
        Assert.Equal([("police", HolderKind.Recovery)], await HoldersAsync(databases, hidden.Id));
        var (holder, kind) = Assert.Single(await HoldersAsync(databases, refusing.Id));
        Assert.Equal(HolderKind.Desk, kind);
        Assert.NotEqual("PS_GJILAN", holder);
    }

    private static Task<(int Code, string Output)> ReleaseAsync(TestFolder folder)
        => RunAsync("keys", "release", "--domain", "police", "--recovery-key", folder["data", "demo-roots", "recovery-police.key"], "--data", folder["data"]);

    private static Task WriteAsync(ServiceProvider services, Func<ReportingDb, Task> write) => services.GetRequiredService<IDatabaseWriter>().WriteAsync((db, _) => write(db), Stop);

    private static async Task<List<(string Holder, HolderKind Kind)>> HoldersAsync(IDbContextFactory<ReportingDb> databases, Guid id)
    {
        await using var db = await databases.CreateDbContextAsync(Stop);
        return [.. (await db.CaseGrants.Where(grant => grant.CaseId == id).ToListAsync(Stop)).Select(grant => (grant.Holder, grant.HolderKind))];
    }

    private static async Task<(string Receipt, Guid Id)> ReportAsync(CitizenApi citizen, ServiceProvider services, string words)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        var before = await db.Cases.Select(row => row.Id).ToListAsync(Stop);
        var (status, sent) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = words, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        var id = await db.Cases.Where(row => !before.Contains(row.Id)).Select(row => row.Id).SingleAsync(Stop);
        await Wait.UntilAsync(() => db.RoutingRecords.AnyAsync(record => record.CaseId == id, Stop), "routed");
        return (sent.GetProperty("receipt").GetString()!, id);
    }
}
