using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>A desk's key nears its end and passes it. On a console of its own, whose clock goes a year ahead.</summary>
public sealed class KeyEndTests
{
    [Fact]
    public async Task Key_NearItsEndAndPastIt_IsToldAndMadeAnewBySignature()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.DoesNotContain("ends on", (await officer.GetAsync("/queue")).Text, StringComparison.Ordinal);
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/account", "/desks/PS_GJILAN/make-key-anew")).Location);

        console.Clock.Advance(TimeSpan.FromDays(340));
        officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains("ends on", (await officer.GetAsync("/queue")).Text, StringComparison.Ordinal);
        Assert.Contains("Renew it before then", (await officer.GetAsync("/desks")).Text, StringComparison.Ordinal);
        var early = await TestReport.ArriveAsync(console, "PS_GJILAN", "Para skadimit.");

        console.Clock.Advance(TimeSpan.FromDays(30));
        officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains("no new report comes there", (await officer.GetAsync("/queue")).Text, StringComparison.Ordinal);
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/account", "/desks/PS_GJILAN/rotate-key")).Location);
        Assert.Contains("make-key-anew", (await officer.GetAsync("/desks")).Text, StringComparison.Ordinal);

        // The page names who gets the key and who must be told; an answer that confirms nobody makes nothing.
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/account", "/desks/PS_GJILAN/make-key-anew")).Location);
        var page = await officer.GetAsync("/desks/PS_GJILAN/make-key-anew");
        Assert.Equal(["officer.gjilan", "officer2.gjilan"], page.Page.QuerySelectorAll(".keepers strong").Select(name => name.TextContent));
        Assert.Contains("The key custodian of your body", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody named above loses anything", page.Text, StringComparison.Ordinal);
        Assert.Equal("/desks?done=made", (await MakeAnewAsync(officer, "PS_GJILAN")).Location);
        Assert.Contains("waits for its signature", (await officer.GetAsync("/desks")).Text, StringComparison.Ordinal);
        Assert.Equal("/desks?done=not", (await officer.GetAsync("/desks/PS_GJILAN/make-key-anew")).Location);

        await console.SignKeysAsync(KeyDomain.Police);
        await using var db = await console.ReadAsync();
        Assert.Equal(
            [UnitKeyState.Retired, UnitKeyState.Active],
            await db.UnitKeys.Where(key => key.Desk == "PS_GJILAN").OrderBy(key => key.Epoch).Select(key => key.State).ToListAsync());
        Assert.DoesNotContain("ended on", (await officer.GetAsync("/desks")).Text, StringComparison.Ordinal);

        // Both members read what comes to the new key, and what came to the one before.
        var late = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pas skadimit.");
        foreach (var name in new[] { "officer.gjilan", "officer2.gjilan" })
        {
            var browser = await console[name].BrowserAsync();
            Assert.Contains("Para skadimit.", (await browser.GetAsync(early.Path)).Text, StringComparison.Ordinal);
            Assert.Contains("Pas skadimit.", (await browser.GetAsync(late.Path)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MakeAnew_ByAMemberWhoCannotOpenTheEndedKey_NamesWhatTheyLoseAndWhoWaits()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        Assert.Equal("/desks?done=rotated", (await RenewTests.RenewAsync(await console["officer2.gjilan"].BrowserAsync(), "PS_GJILAN")).Location);
        await console.Writer.WriteAsync(
            (db, ct) => db.UnitKeyGrants.Where(grant => grant.Epoch == 2 && grant.AccountId == console["officer.gjilan"].Id).ExecuteDeleteAsync(ct), CancellationToken.None);
        var early = await TestReport.ArriveAsync(console, "PS_GJILAN", "Nën çelësin e dytë.");
        console.Clock.Advance(TimeSpan.FromDays(370));
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync("/desks/PS_GJILAN/make-key-anew");
        Assert.Equal(["officer.gjilan"], page.Page.QuerySelectorAll(".keepers strong").Select(name => name.TextContent));
        Assert.Equal(["officer2.gjilan"], page.Page.QuerySelectorAll(".waiters strong").Select(name => name.TextContent));
        Assert.Contains("no earlier report", page.Text, StringComparison.Ordinal);

        // Nobody else is put among those who get it.
        var forged = ("Confirmed", console["officer2.gjilan"].Id.ToString());
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/desks", "/desks/PS_GJILAN/make-key-anew", forged)).Location);
        Assert.Equal("/desks?done=made", (await MakeAnewAsync(officer, "PS_GJILAN")).Location);
        await console.SignKeysAsync(KeyDomain.Police);
        await using var db = await console.ReadAsync();
        Assert.Equal(MembershipState.Waiting, (await db.Memberships.SingleAsync(row => row.AccountId == console["officer2.gjilan"].Id)).State);
        Assert.Equal(console["officer.gjilan"].Id, (await db.UnitKeyGrants.SingleAsync(grant => grant.Desk == "PS_GJILAN" && grant.Epoch == 3)).AccountId);

        // The earlier report is not called altered, and its reporter is not told that it was read.
        var closed = await officer.GetAsync(early.Path);
        Assert.DoesNotContain("Nën çelësin e dytë.", closed.Text, StringComparison.Ordinal);
        Assert.Contains("You were not admitted to the key", closed.Text, StringComparison.Ordinal);
        Assert.Equal(Core.Reports.ReportState.Routed, (await early.RowAsync()).State);
        Assert.Equal(["report_opened"], await early.AuditActionsAsync());
        var late = await TestReport.ArriveAsync(console, "PS_GJILAN", "Nën çelësin e tretë.");
        Assert.Contains("Nën çelësin e tretë.", (await officer.GetAsync(late.Path)).Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> MakeAnewAsync(Browser browser, string desk)
    {
        var page = $"/desks/{desk}/make-key-anew";
        var fields = (await browser.GetAsync(page)).Page.QuerySelectorAll("input[name=Confirmed]").Select(field => ("Confirmed", field.GetAttribute("value")!)).ToArray();
        return await browser.SubmitAsync("/desks", page, fields);
    }
}
