using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>What a custodian grants is what an administrator could assign.</summary>
public sealed class GrantTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Threat: one account at two bodies is a bridge over which a report of the helpline reaches the police.</summary>
    [Fact]
    public async Task Grant_AccountOfAnotherBodyOrRoleOrTakenFromTheDesk_IsRefusedAndChangesNothing()
    {
        using var folder = new TestFolder();
        using (var product = await RunningProduct.StartAsync(folder["data"]))
        {
            await product.Process.StopAsync(TimeSpan.FromSeconds(60));
        }

        await using var services = ServicesOf(folder["data"]);
        var before = await RowsAsync(services);
        foreach (var (user, desk, domain, said) in new[]
        {
            ("operator.helpline", "PS_GJILAN", "police", "desks of one body only"),
            ("officer.ps-gjilan", "HELPLINE", "helpline", "desks of one body only"),
            ("inspector.pik", "PS_GJILAN", "police", "desks of pik"),
            ("auditor", "PS_GJILAN", "police", "auditors"),
            ("administrator", "PS_GJILAN", "police", "administrators"),
            ("author1.rules", "PIK", "pik", "rule authors"),
        })
        {
            var (code, output) = await GrantAsync(user, desk, domain);
            Assert.True(code == 1 && output.Contains(said, StringComparison.Ordinal), $"{user} {desk}: {code} {output}");
            Assert.DoesNotContain("fingerprint", output, StringComparison.Ordinal);
            Assert.Equal(before, await RowsAsync(services));
        }

        // Positive control: an account of the same body gets the desk; taken from it, it does not come back through a custodian alone.
        Assert.Equal((0, 1), ((await GrantAsync("officer.ps-gjilan", "PS_PRIZREN", "police")).Code, await GrantsAsync()));
        await SetAsync(MembershipState.Removed);
        var (removed, sentence) = await GrantAsync("officer.ps-gjilan", "PS_PRIZREN", "police");
        Assert.True(removed == 1 && sentence.Contains("An administrator took officer.ps-gjilan from PS_PRIZREN", StringComparison.Ordinal), sentence);
        Assert.Equal(0, await GrantsAsync());
        await SetAsync(MembershipState.Waiting);
        Assert.Equal((0, 1), ((await GrantAsync("officer.ps-gjilan", "PS_PRIZREN", "police")).Code, await GrantsAsync()));

        Task<(int Code, string Output)> GrantAsync(string user, string desk, string domain) => RunAsync(
            "grant", "--user", user, "--desk", desk, "--recovery-key", folder["data", "demo-roots", $"recovery-{domain}.key"], "--yes", "--data", folder["data"]);

        async Task<int> GrantsAsync()
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
            return await db.UnitKeyGrants.CountAsync(grant => grant.Desk == "PS_PRIZREN" && db.Accounts.Any(row => row.Id == grant.AccountId && row.UserName == "officer.ps-gjilan"), Stop);
        }

        // As the administrator's page does: with the membership the key goes.
        Task SetAsync(MembershipState state) => services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (db, ct) =>
            {
                var account = await db.Accounts.SingleAsync(row => row.UserName == "officer.ps-gjilan", ct);
                (await db.Memberships.SingleAsync(row => row.AccountId == account.Id && row.Desk == "PS_PRIZREN", ct)).State = state;
                await db.UnitKeyGrants.Where(grant => grant.AccountId == account.Id && grant.Desk == "PS_PRIZREN").ExecuteDeleteAsync(ct);
            },
            Stop);
    }

    /// <summary>A recovery key leaves its safe for nothing where a member can admit; and what was granted cannot be taken back.</summary>
    [Fact]
    public async Task Grant_LivingMemberCanOpenTheDesk_SaysWhoAndGrantsNothingWithoutAYes()
    {
        using var folder = new TestFolder();
        using (var product = await RunningProduct.StartAsync(folder["data"]))
        {
            await product.Process.StopAsync(TimeSpan.FromSeconds(60));
        }

        await using var services = ServicesOf(folder["data"]);
        var before = await RowsAsync(services);
        string[] grant = ["grant", "--user", "officer.ps-gjilan", "--desk", "PS_PRIZREN", "--recovery-key", folder["data", "demo-roots", "recovery-police.key"], "--data", folder["data"]];
        var (code, output) = await RunAsync(grant);
        Assert.Equal(1, code);
        Assert.Matches("officer.ps-gjilan: fingerprint [0-9A-F ]+", output);
        Assert.Contains("PS_PRIZREN can be opened by officer.prizren, who can admit officer.ps-gjilan", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was granted.", output, StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync(services));

        // Comparing the digits says whose key it is, not that a custodian is needed.
        var digits = output.Split("fingerprint ")[1].Split('\n')[0].Trim();
        (code, output) = await RunAsync([.. grant, "--fingerprint", digits]);
        Assert.True(code == 1 && output.Contains("Nothing was granted.", StringComparison.Ordinal), output);
        Assert.Equal(before, await RowsAsync(services));

        // Positive control: nobody is left, and the same line grants.
        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            async (db, ct) => await db.UnitKeyGrants.Where(row => row.Desk == "PS_PRIZREN").ExecuteDeleteAsync(ct), Stop);
        (code, output) = await RunAsync([.. grant, "--fingerprint", digits]);
        Assert.True(code == 0 && output.Contains("can open PS_PRIZREN", StringComparison.Ordinal), output);
        Assert.DoesNotContain("who can admit", output, StringComparison.Ordinal);
    }

    private static async Task<(int Memberships, int Grants, int Lines)> RowsAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        return (await db.Memberships.CountAsync(Stop), await db.UnitKeyGrants.CountAsync(Stop), await db.AuditEntries.CountAsync(Stop));
    }
}
