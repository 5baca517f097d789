using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.Opening;
using ReportingService.Sealing;

namespace ReportingService.Intake.Tests.Site;

/// <summary>What stands behind a receipt in the database, and questions as staff put them.</summary>
internal static class ReceiptCases
{
    /// <summary>Words that go to the helpline alone.</summary>
    public const string Beaten = "My husband beats me every night.";

    /// <summary>The first part.</summary>
    public static async Task<Case> CaseOfAsync(this IntakeSite site, string receipt)
    {
        using var reporter = ReporterKey.From(((ReceiptReading.Good)Receipt.Read(receipt)).Receipt, site.Trust.Instance);
        return await site.ReadAsync(db => db.Cases.SingleAsync(report => report.ReceiptLookup == reporter.Lookup));
    }

    /// <summary>A part that later words have made, by the body that has it.</summary>
    public static async Task<Case> PartOfAsync(this IntakeSite site, string receipt, KeyDomain body)
    {
        var first = await site.CaseOfAsync(receipt);
        return await site.ReadAsync(db => db.Cases.SingleAsync(part => part.ReporterPublicKey == first.ReporterPublicKey && part.Id != first.Id && part.Domain == body));
    }

    /// <summary>A theft that a station holds, and words that only the helpline got.</summary>
    public static async Task<string> PartedAsync(this IntakeSite site)
    {
        var receipt = await site.Http.SubmitAsync("Vjedhje e biçikletës në treg", ("municipality", "gjilan"));
        var first = await site.CaseOfAsync(receipt);
        await site.WriteAsync(async (db, ct) =>
        {
            await db.Cases.Where(row => row.Id == first.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.HolderDesk, "PS_GJILAN").SetProperty(one => one.State, ReportState.Routed), ct);
            db.CaseGrants.Add(new CaseGrant { CaseId = first.Id, HolderKind = HolderKind.Desk, Holder = "PS_GJILAN", Epoch = 1, Domain = KeyDomain.Police, WrappedKey = [1] });
        });
        Assert.Equal(HttpStatusCode.Created, (await site.Http.SendJsonAsync("/api/v1/receipts/messages", new { receipt, text = Beaten })).Status);
        Assert.Equal(KeyDomain.Helpline, (await site.PartOfAsync(receipt, KeyDomain.Helpline)).Domain);
        return receipt;
    }

    public static Task<int> MessagesAsync(this IntakeSite site, Case part) => site.ReadAsync(db => db.CaseMessages.CountAsync(message => message.CaseId == part.Id));

    /// <summary>The page that a receipt opens.</summary>
    public static async Task<PlainBrowser> OpenedAsync(this IntakeSite site, string receipt)
    {
        var browser = new PlainBrowser(site.Http);
        await browser.OpenAsync("/en/answer");
        await browser.Fill("#receipt", receipt).ClickAsync("main .main-button");
        return browser;
    }

    public static CaseBinding BindingOf(this IntakeSite site, Case part)
        => new(site.Trust.Instance, new ReportId(part.Id), PublicKey.FromBytes(part.CasePublicKey), PublicKey.FromBytes(part.ReporterPublicKey));

    /// <summary>Who has it asks: a part that is on its way opens with the router's key, a protected one with its body's recovery key.</summary>
    public static async Task AskAsync(this IntakeSite site, Case part, string question)
    {
        using var key = await site.OpenAsync(part);
        var id = Guid.NewGuid();
        var message = UnitMessageSealer.Seal(key, new EnvelopeContext(site.Trust.Instance, new ReportId(part.Id), id, Purpose.Message), Encoding.UTF8.GetBytes(question));
        await site.WriteAsync(async (db, ct) =>
        {
            var last = await db.CaseMessages.Where(said => said.CaseId == part.Id).MaxAsync(said => (int?)said.Seq, ct) ?? 0;
            db.CaseMessages.Add(new CaseMessage { Id = id, CaseId = part.Id, FromUnit = true, Sealed = message, Day = CoarseTime.Day(TimeProvider.System.GetUtcNow()), Seq = last + 1 });
            (await db.Cases.AsTracking().SingleAsync(row => row.Id == part.Id, ct)).State = ReportState.Question;
        });
    }

    private static async Task<CaseKey> OpenAsync(this IntakeSite site, Case part)
    {
        if (part.Protection == Protection.None)
        {
            var envelope = await site.ReadAsync(db => db.RouterEnvelopes.SingleAsync(row => row.CaseId == part.Id));
            return RouterOpener.Open(site.RouterKey, envelope.Epoch, site.BindingOf(part), envelope.Sealed).Key;
        }

        var grant = await site.ReadAsync(db => db.CaseGrants.SingleAsync(row => row.CaseId == part.Id));
        using var recovery = RootKeyFiles.ReadRecovery(site.RecoveryFile(part.Domain), part.Domain, site.Trust);
        return recovery.OpenCase(site.BindingOf(part), grant.WrappedKey);
    }
}
