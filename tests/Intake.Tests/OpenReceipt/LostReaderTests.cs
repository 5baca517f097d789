using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.OpenReceipt;

/// <summary>Everybody who could read a report stepped aside: its reporter is told that it waits, and never why. On a site of its own, for it makes a desk ready.</summary>
public sealed class LostReaderTests
{
    private const string Desk = "ZZ_READ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public async Task Report_WhoseLastReaderSteppedAside_WaitsInTheSameWordsAsOneWithoutAKey()
    {
        await using var site = await IntakeSite.StartAsync();
        var reader = await OpenDeskAsync(site);
        var read = await site.Http.SubmitAsync("Vjedhje");
        var without = await site.Http.SubmitAsync("Vjedhje");
        await HoldAsync(site, read, Desk);
        await HoldAsync(site, without, "ZZ_NOBODY");
        foreach (var language in SiteLanguage.All)
        {
            await SaysAsync(site, language, read, waits: false);
            await SaysAsync(site, language, without, waits: true);
        }

        var id = (await site.CaseOfAsync(read)).Id;
        await site.WriteAsync((db, _) =>
        {
            db.Recusals.Add(new Recusal { CaseId = id, AccountId = reader, Desk = Desk, Reason = "family", At = TimeProvider.System.GetUtcNow() });
            return Task.CompletedTask;
        });
        foreach (var language in SiteLanguage.All)
        {
            await SaysAsync(site, language, read, waits: true);
        }

        // Threat: whoever is reported learns from his own report that a unit has nobody left.
        Assert.Equal((await OpenAsync(site, without)).GetRawText(), (await OpenAsync(site, read)).GetRawText());
        Assert.True((await OpenAsync(site, read)).GetProperty("waiting").GetBoolean());
    }

    /// <summary>Which desks are ready is remembered for a second: what is not yet so is asked again.</summary>
    private async Task SaysAsync(IntakeSite site, SiteLanguage language, string receipt, bool waits)
    {
        using var limit = new CancellationTokenSource(Patience);
        for (; ; await Task.Delay(200, CancellationToken.None))
        {
            var browser = new PlainBrowser(site.Http);
            await browser.OpenAsync($"/{language.Tag}/answer");
            await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
            Assert.Contains(texts.Get(language, "status.opened"), browser.Text, StringComparison.Ordinal);
            if (browser.Text.Contains(texts.Get(language, "status.waiting.again"), StringComparison.Ordinal) == waits)
            {
                return;
            }

            Assert.False(limit.IsCancellationRequested, $"{language.Tag}: waits is not {waits}");
        }
    }

    private static async Task<System.Text.Json.JsonElement> OpenAsync(IntakeSite site, string receipt) => (await site.Http.SendJsonAsync("/api/v1/receipts/open", new { receipt })).Body;

    /// <summary>A desk that somebody can open, as far as the rows tell.</summary>
    private static async Task<Guid> OpenDeskAsync(IntakeSite site)
    {
        var reader = Guid.NewGuid();
        var now = TimeProvider.System.GetUtcNow();
        await site.WriteAsync((db, _) =>
        {
            db.Accounts.Add(new Account { Id = reader, UserName = "officer.read", Role = AccountRole.Officer, State = AccountState.Active, PublicKey = [1], CreatedAt = now });
            db.Memberships.Add(new Membership { AccountId = reader, Desk = Desk, State = MembershipState.Active, CreatedAt = now });
            db.UnitKeys.Add(new UnitKey
            {
                Desk = Desk,
                Domain = KeyDomain.Police,
                Epoch = 1,
                PublicKey = [1],
                SigningPublicKey = [1],
                SignedBy = "root",
                RecoveryWrap = [1],
                State = UnitKeyState.Active,
                CreatedAt = now,
                ExpiresAt = now.AddDays(100),
            });
            db.UnitKeyGrants.Add(new UnitKeyGrant { Desk = Desk, Epoch = 1, AccountId = reader, Wrapped = [1] });
            return Task.CompletedTask;
        });
        return reader;
    }

    private static async Task HoldAsync(IntakeSite site, string receipt, string desk)
    {
        var id = (await site.CaseOfAsync(receipt)).Id;
        await site.WriteAsync(async (db, ct) =>
        {
            var report = await db.Cases.AsTracking().SingleAsync(row => row.Id == id, ct);
            (report.State, report.HolderDesk) = (ReportState.Opened, desk);
            db.CaseGrants.Add(new CaseGrant { CaseId = id, HolderKind = HolderKind.Desk, Holder = desk, Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
        });
    }
}
