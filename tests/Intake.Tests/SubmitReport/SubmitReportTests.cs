using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Intake.Tests.Site;
using ReportingService.Labelling;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tests.SubmitReport;

[Collection(nameof(SharedSite))]
public sealed class SubmitReportTests(SharedSite shared)
{
    private readonly IntakeSite site = shared.Site;

    [Fact]
    public async Task Submit_ByFormAndByApi_StoresTheSame()
    {
        const string words = "Sot në mëngjes më vodhën çantën në treg, afër stacionit të autobusëve.";
        var receipt = await site.Http.SubmitAsync(words, ("category", "theft"), ("municipality", "gjilan"), ("place", "tregu"), ("child", "true"));
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/sq/report");
        await browser.Fill("#text", words).ClickAsync("main .main-button");
        await browser.Fill("#category", "theft").Fill("#municipality", "gjilan").Fill("#place", "tregu").Fill("#child", "true").ClickAsync("main .main-button");
        await browser.ClickAsync("#send-button");
        var other = string.Join('-', browser.Page.QuerySelectorAll(".receipt-card__group").Select(group => group.TextContent.Trim()));

        var byApi = await OpenAsync(receipt);
        var byForm = await OpenAsync(other);
        Assert.Equal(byApi.Words, byForm.Words);
        Assert.Equal(words, byApi.Words.Text);
        Assert.Equal(Encoding.UTF8.GetString(byApi.Labels.ToBytes()), Encoding.UTF8.GetString(byForm.Labels.ToBytes()));
        Assert.Equal(byApi.Report.Urgency, byForm.Report.Urgency);
        Assert.Equal(byApi.Kinds, byForm.Kinds);
    }

    [Fact]
    public async Task Submit_SameTokenAgain_GivesTheSameAnswerAndOneReport()
    {
        var (_, minted) = await site.Http.SendAsync("/api/v1/receipts", null);
        var token = minted.GetProperty("token").GetString()!;
        var first = await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Mbeturina në lumë", ("token", token)));
        var again = await site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Tekst tjetër", ("token", token)).WithFile([1, 2, 3]));
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(minted.GetProperty("receipt").GetString(), first.Body.GetProperty("receipt").GetString());
        Assert.Equal(1, await CasesOf(minted.GetProperty("receipt").GetString()!));
    }

    [Fact]
    public async Task Submit_SameTokenTwiceAtOnce_GivesOneReport()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, minted) = await site.Http.SendAsync("/api/v1/receipts", null);
            var token = minted.GetProperty("token").GetString()!;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Mbeturina në lumë", ("token", token)))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
            Assert.Single(answers.Select(answer => answer.Body.GetRawText()).Distinct());
            Assert.Equal(1, await CasesOf(minted.GetProperty("receipt").GetString()!));
        }
    }

    [Theory]
    [InlineData("helplineOnly", "", "Më rrahin në shtëpi çdo natë", Protection.Helpline, KeyDomain.Helpline)]
    [InlineData("aboutPolice", "PS_GJILAN", "Policët e stacionit më rrahën në paraburgim", Protection.Pik, KeyDomain.Pik)]
    [InlineData("aboutPolice", "PIK", "Një inspektor i Inspektoratit Policor kërkoi ryshfet", Protection.Internal, KeyDomain.Internal)]
    public async Task Submit_Protected_GivesTheRouterNothing(string tick, string unit, string words, Protection protection, KeyDomain domain)
    {
        var more = new List<(string, string)> { (tick, "true"), ("municipality", "gjilan") };
        if (unit.Length > 0)
        {
            more.Add(("concernedUnit", unit));
        }

        var receipt = await site.Http.SubmitAsync(words, [.. more]);
        var report = await CaseOf(receipt);
        Assert.Equal(protection, report.Protection);
        Assert.Equal(domain, report.Domain);
        Assert.Equal(0, await site.ReadAsync(db => db.RouterEnvelopes.CountAsync(e => e.CaseId == report.Id)));

        // No desk of these domains has a key here: it waits sealed to the domain's recovery key, and opens with that alone.
        var grant = Assert.Single(await site.ReadAsync(db => db.CaseGrants.Where(g => g.CaseId == report.Id).ToListAsync()));
        Assert.Equal(HolderKind.Recovery, grant.HolderKind);
        using var recovery = RootKeyFiles.ReadRecovery(site.RecoveryFile(domain), domain, site.Trust);
        using var key = recovery.OpenCase(BindingOf(report), grant.WrappedKey);
        Assert.Equal(words, (await WordsAsync(report, key)).Text);

        // Who opens it reads why it came to them and whom it must never reach, though no router ever saw it.
        var item = await site.ReadAsync(db => db.CaseItems.SingleAsync(i => i.CaseId == report.Id && i.Kind == CaseItemKind.Decision));
        var decision = RoutingDecisionFormat.Read(ItemOpener.Open(key, new EnvelopeContext(site.Trust.Instance, new ReportId(report.Id), item.Id, Purpose.Decision), item.Sealed));
        Assert.Equal((protection, domain, null), (decision.Protection, decision.Domain, decision.HoldingDesk));
        Assert.Contains(decision.Reasons, reason => reason.StartsWith("protection.", StringComparison.Ordinal) || reason.StartsWith("exclusion.", StringComparison.Ordinal));
        Assert.True(unit.Length == 0 || decision.ExcludedUnits.Contains(unit));
    }

    [Fact]
    public async Task Submit_SwappedDeskKeyInTheDatabase_IsRefusedNotedAndNotSealedTo()
    {
        await using var own = await IntakeSite.StartAsync();
        using var thief = PrivateKey.Create();
        await own.WriteAsync((db, _) =>
        {
            db.UnitKeys.Add(new UnitKey
            {
                Desk = "HELPLINE",
                Domain = KeyDomain.Helpline,
                Epoch = 1,
                PublicKey = thief.Public.ToBytes(),
                CreatedAt = CoarseTime.Second(TimeProvider.System.GetUtcNow()),
                ExpiresAt = CoarseTime.Second(TimeProvider.System.GetUtcNow().AddDays(300)),
                SigningPublicKey = thief.Public.ToBytes(),
                Signature = new byte[64],
                SignedBy = UnitKeyRecord.Root,
                RecoveryWrap = [1],
                State = UnitKeyState.Active,
            });
            return Task.CompletedTask;
        });
        await own.Http.SubmitAsync("Më rrahin në shtëpi", ("helplineOnly", "true"));
        await own.Http.SubmitAsync("Më rrahin në shtëpi përsëri", ("helplineOnly", "true"));
        Assert.All(await own.ReadAsync(db => db.CaseGrants.ToListAsync()), grant => Assert.Equal(HolderKind.Recovery, grant.HolderKind));
        var noted = Assert.Single(await own.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == "key_refused").ToListAsync()));
        Assert.Equal("HELPLINE", noted.Subject);
    }

    [Fact]
    public async Task Submit_WithoutRouterKey_IsBusyAndStoresNothing()
    {
        await using var own = await IntakeSite.StartAsync();
        await own.WriteAsync((db, ct) => db.RouterEpochs.ExecuteDeleteAsync(ct));
        var answer = await own.Http.SendAsync("/api/v1/reports", ApiCalls.Report("Vjedhje"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("busy", answer.Code());
        Assert.Equal(0, await own.ReadAsync(db => db.Cases.CountAsync()));

        // Protected reports need no router.
        await own.Http.SubmitAsync("Më rrahin në shtëpi", ("helplineOnly", "true"));
    }

    [Fact]
    public async Task Submit_Stored_LeavesAMessageAndNothingInClear()
    {
        var receipt = await site.Http.SubmitAsync("Fjalëkanarinë në tekst", ("place", "Vendkanarinë"), ("category", "theft"));
        var report = await CaseOf(receipt);
        Assert.Null(report.Category);
        Assert.Null(report.Municipality);
        Assert.Equal(0, report.CreatedAt.Second);
        var message = Assert.Single(await site.ReadAsync(db => db.Outbox.Where(m => m.CaseId == report.Id).ToListAsync()));
        Assert.Equal(OutboxKind.ReportSubmitted, message.Kind);
    }

    private Task<Case> CaseOf(string receipt) => site.CaseOfAsync(receipt);

    private async Task<int> CasesOf(string receipt)
    {
        using var reporter = ReporterKey.From(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, site.Trust.Instance);
        return await site.ReadAsync(db => db.Cases.CountAsync(c => c.ReceiptLookup == reporter.Lookup));
    }

    private CaseBinding BindingOf(Case report) => site.BindingOf(report);

    private async Task<(PlainText Words, ReportLabels Labels, Case Report, string Kinds)> OpenAsync(string receipt)
    {
        var report = await CaseOf(receipt);
        var envelope = await site.ReadAsync(db => db.RouterEnvelopes.SingleAsync(e => e.CaseId == report.Id));
        using var routed = RouterOpener.Open(site.RouterKey, envelope.Epoch, BindingOf(report), envelope.Sealed);
        var kinds = await site.ReadAsync(db => db.CaseItems.Where(i => i.CaseId == report.Id).OrderBy(i => i.Seq).Select(i => i.Kind).ToListAsync());
        return (await WordsAsync(report, routed.Key), ReportLabels.FromBytes(routed.Labels), report, string.Join(' ', kinds));
    }

    private async Task<PlainText> WordsAsync(Case report, CaseKey key)
    {
        var item = await site.ReadAsync(db => db.CaseItems.SingleAsync(i => i.CaseId == report.Id && i.Kind == CaseItemKind.Text));
        return PlainTextFormat.Read(ItemOpener.Open(key, new EnvelopeContext(site.Trust.Instance, new ReportId(report.Id), item.Id, Purpose.Text), item.Sealed));
    }
}
