using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.TestKit;
using ReportingService.TestKit.Running;
using static ReportingService.Standalone.Tests.Operator;

namespace ReportingService.Standalone.Tests;

/// <summary>The whole way of a report whose reporter names its holder later (decision 0011), up to the custodian.</summary>
public sealed class SetAsideReleaseTests
{
    private const string Words = "Më kanë vjedhur biçikletën para shtëpisë në Gjilan.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_AfterTheHolderWasNamed_OnlyTheInspectorateHoldsIt()
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (receipt, id) = await ReportAsync(citizen, services);
        using var station = await SignInAsync(product, "officer.ps-gjilan");
        using var national = await SignInAsync(product, "officer.national");
        await LendAsync(services, station, id, "DESK");
        await national.GoAsync(Address(id));
        Assert.Contains(Words, national.Page.Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal(201, (await citizen.AnswerAsync(receipt, "Polici që e mori rastin më rrahu dhe më kërkoi ryshfet në stacion.")).Status);
        await UntilAsync(services, async db => !await db.CaseGrants.AnyAsync(grant => grant.CaseId == id && grant.HolderKind == HolderKind.Desk, Stop), "taken from every desk");
        foreach (var browser in new[] { station, national })
        {
            await browser.GoAsync(Address(id));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, browser.Status);
        }

        // Of two others, one set aside and one that waits, nothing opens any more: they are counted, and do not keep this one.
        foreach (var (kind, holder) in new[] { (HolderKind.SetAside, "PS_GJILAN"), (HolderKind.Recovery, "police") })
        {
            await AlterAsync(services, (await ReportAsync(citizen, services)).Id, kind, holder);
        }

        var (code, output) = await RunAsync("keys", "release", "--domain", "police", "--recovery-key", folder["data", "demo-roots", "recovery-police.key"], "--data", folder["data"]);
        Assert.Equal(1, code);
        Assert.Contains("1 that a reporter took from the desk they concern", output, StringComparison.Ordinal);
        Assert.Contains("2 no longer open", output, StringComparison.Ordinal);

        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        Assert.Equal(2, await db.AuditEntries.CountAsync(entry => entry.Action == "altered_found" && entry.Actor == "custodian", Stop));
        var kept = await db.CaseGrants.SingleAsync(grant => grant.CaseId == id, Stop);
        Assert.Equal((HolderKind.Desk, "PIK"), (kept.HolderKind, kept.Holder));
        Assert.False(await db.Notices.AnyAsync(notice => notice.CaseId == id, Stop));
        using var inspector = await SignInAsync(product, "inspector.pik");
        await inspector.GoAsync(Address(id));
        Assert.Contains(Words, inspector.Page.Body!.TextContent, StringComparison.Ordinal);
        await national.GoAsync(Address(id));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, national.Status);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", folder["data"])).Code);
    }

    /// <summary>Threat: words that come later lead a report to the one body that it was never to reach: at once, or when custodians hand over what waits.</summary>
    [Theory]
    [InlineData("helplineOnly", "true", "Police, operator of the helpline, was rude and shouted at me, slow and unfriendly.")]
    [InlineData("concernedUnit", "DIIBC", "Inspektori i Inspektoratit Policor të Kosovës (IPK) kërkoi ryshfet nga unë për ankesën time.")]
    public async Task LaterWords_WhoseBodyTheReportWasNotToReach_GoToAnother(string field, string value, string words)
    {
        using var folder = new TestFolder();
        using var product = await RunningProduct.StartAsync(folder["data"]);
        await using var services = ServicesOf(folder["data"]);
        using var citizen = new CitizenApi(product.CitizenUrl);
        var (status, sent) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = "Dua të tregoj çka më ndodhi.", [field] = value, ["language"] = "sq" });
        Assert.Equal(201, status);
        var receipt = sent.GetProperty("receipt").GetString()!;
        await citizen.UntilAsync(receipt, opened => opened.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(120));
        var (_, answer) = await citizen.AnswerAsync(receipt, words);
        Assert.NotEqual("DIIBC", answer.GetProperty("movedTo").GetProperty("desk").GetString());
        await UntilAsync(services, async db => await db.Outbox.AllAsync(message => message.FinishedAt != null, Stop), "every message finished");
        foreach (var domain in new[] { "helpline", "pik" })
        {
            await RunAsync("keys", "release", "--domain", domain, "--recovery-key", folder["data", "demo-roots", $"recovery-{domain}.key"], "--data", folder["data"]);
        }

        await using var after = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        Assert.Equal(2, await after.Cases.CountAsync(Stop));
        Assert.Equal(2, await after.CaseGrants.Select(grant => grant.CaseId).Distinct().CountAsync(Stop));
        Assert.DoesNotContain("DIIBC", await after.CaseGrants.Select(grant => grant.Holder).ToListAsync(Stop));
    }

    private static Task<OfficerBrowser> SignInAsync(RunningProduct product, string user)
        => OfficerBrowser.SignInAsync(product, product.Accounts().Single(account => account.User == user));

    private static string Address(Guid id) => "/reports/" + id.ToString("N");

    private static async Task<(string Receipt, Guid Id)> ReportAsync(CitizenApi citizen, ServiceProvider services)
    {
        var (status, sent) = await citizen.SendAsync(new Dictionary<string, string> { ["text"] = Words, ["municipality"] = "gjilan", ["category"] = "theft", ["language"] = "sq" });
        Assert.Equal(201, status);
        var receipt = sent.GetProperty("receipt").GetString()!;
        await citizen.UntilAsync(receipt, opened => opened.GetProperty("state").GetString() != "received", TimeSpan.FromSeconds(60));
        await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
        return (receipt, (await db.Cases.SingleAsync(row => row.HolderDesk == "PS_GJILAN", Stop)).Id);
    }

    /// <summary>The desk is told and asks; the holder's own session wraps the key to it.</summary>
    private static async Task LendAsync(ServiceProvider services, OfficerBrowser holder, Guid id, string desk)
    {
        await services.GetRequiredService<IDatabaseWriter>().WriteAsync(
            (db, _) =>
            {
                var now = TimeProvider.System.GetUtcNow();
                db.Notices.Add(new Notice { CaseId = id, Desk = desk, Urgency = Core.Vocabulary.Urgency.Normal, CreatedAt = now, AccessRequestedAt = now });
                return Task.CompletedTask;
            },
            Stop);
        await holder.GoAsync(Address(id));
        await holder.SubmitAsync("/grant-access");
        Assert.Contains("done=granted", holder.Address.Query, StringComparison.Ordinal);
    }

    /// <summary>Leaves the report without a holder, with one grant of this kind that does not open.</summary>
    private static Task AlterAsync(ServiceProvider services, Guid id, HolderKind kind, string holder) => services.GetRequiredService<IDatabaseWriter>().WriteAsync(
        async (db, ct) =>
        {
            await db.Cases.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(found => found.HolderDesk, (string?)null), ct);
            var grant = await db.CaseGrants.AsNoTracking().SingleAsync(found => found.CaseId == id, ct);
            await db.CaseGrants.Where(found => found.CaseId == id).ExecuteDeleteAsync(ct);
            db.CaseGrants.Add(new CaseGrant { CaseId = id, HolderKind = kind, Holder = holder, Epoch = grant.Epoch, Domain = grant.Domain, WrappedKey = [.. grant.WrappedKey.Reverse()] });
        },
        Stop);

    private static Task UntilAsync(ServiceProvider services, Func<ReportingDb, Task<bool>> so, string what) => Wait.UntilAsync(
        async () =>
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ReportingDb>>().CreateDbContextAsync(Stop);
            return await so(db);
        },
        what);
}
