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
        Assert.Equal("/desks?done=made", (await officer.SubmitAsync("/account", "/desks/PS_GJILAN/make-key-anew")).Location);
        Assert.Contains("waits for its signature", (await officer.GetAsync("/desks")).Text, StringComparison.Ordinal);
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/account", "/desks/PS_GJILAN/make-key-anew")).Location);

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
}
