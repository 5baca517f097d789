using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary><c>status</c> beside a running product: what monitoring watches by the exit code, and what an operator reads.</summary>
public sealed class StatusTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_EmergencyThatNobodyTakes_IsUnhealthyAndNamesTheDeskUntilItIsTaken()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, sent) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Po digjet shtëpia e fqinjit në Gjilan, ka njerëz brenda!", ["municipality"] = "gjilan", ["language"] = "sq" });
        Assert.True(status == 201, sent.ToString());
        await Wait.UntilAsync(async () => await ReadAsync(services) is { HolderDesk: not null }, "routed");
        Assert.Equal(Urgency.Emergency, (await ReadAsync(services)).Urgency);

        // As it stands after so long; a moment ago it was no fault yet.
        await ChangeAsync(services, report => report.CreatedAt = TimeProvider.System.GetUtcNow());
        Assert.Equal((0, 0), await OverdueAsync(folder["data"]));
        await ChangeAsync(services, report => report.CreatedAt = TimeProvider.System.GetUtcNow().AddMinutes(-40));
        Assert.Equal((1, 1), await OverdueAsync(folder["data"]));
        var (code, output) = await RunAsync("status", "--data", folder["data"]);
        var desk = (await ReadAsync(services)).HolderDesk;
        Assert.Equal(1, code);
        Assert.Matches($@"\noverdue at a desk    1\r?\n  {desk} \(emergency\): 1, oldest 4\d min; call {desk}: ", output);
        Assert.Contains("\nNOT HEALTHY: nobody has taken an emergency within 5 minutes", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nhealthy", output, StringComparison.Ordinal);

        await ChangeAsync(services, report => report.OwnerAccountId = Guid.NewGuid());
        Assert.Equal((0, 0), await OverdueAsync(folder["data"]));
    }

    /// <summary>One that the public needs and nobody opens is said at the end, in place of "healthy"; another station without a reader is not.</summary>
    [Fact]
    public async Task Status_DeskThatThePublicNeedsHasNoReader_IsNamedInPlaceOfHealthy()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (db, ct) => db.RemoveRange(await db.UnitKeyGrants.Where(grant => grant.Desk == "PS_GJILAN").ToListAsync(ct)), Stop);
        var (code, output) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal(0, code);
        Assert.Contains("1 of ", output, StringComparison.Ordinal);
        Assert.Contains("\nhealthy", output, StringComparison.Ordinal);

        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (db, ct) => db.RemoveRange(await db.UnitKeyGrants.Where(grant => grant.Desk == "HELPLINE" || grant.Desk == "DESK").ToListAsync(ct)), Stop);
        (code, output) = await RunAsync("status", "--data", folder["data"]);
        Assert.Equal(0, code);
        Assert.Contains("NOT READY for the public: nobody can open HELPLINE, DESK;", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nhealthy", output, StringComparison.Ordinal);
        (code, output) = await RunAsync("status", "--json", "--data", folder["data"]);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["HELPLINE", "DESK"], json.RootElement.GetProperty("requiredDesksNotReady").EnumerateArray().Select(desk => desk.GetString()));
    }

    /// <summary>The exit code and the count, as monitoring reads them.</summary>
    private static async Task<(int Code, int Overdue)> OverdueAsync(string data)
    {
        var (code, output) = await RunAsync("status", "--json", "--data", data);
        using var json = JsonDocument.Parse(output);
        return (code, json.RootElement.GetProperty("overdueAtDesk").GetInt32());
    }

    private static async Task<Case> ReadAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        return await db.Cases.AsNoTracking().SingleAsync(Stop);
    }

    /// <summary>The product may change the row in the same moment: then once more.</summary>
    private static async Task ChangeAsync(ServiceProvider services, Action<Case> change)
    {
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    await services.GetRequiredService<IDatabaseWriter>().WriteAsync(async (db, ct) => change(await db.Cases.SingleAsync(ct)), Stop);
                    return true;
                }
                catch (Exception e) when (e is DbUpdateException || DatabaseErrors.IsAway(e))
                {
                    return false;
                }
            },
            "changed");
    }
}
