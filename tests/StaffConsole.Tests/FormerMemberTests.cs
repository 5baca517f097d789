using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Somebody has left a desk: its members are told to renew the key until it is done. On a console of its own: desks are changed for good.</summary>
public sealed class FormerMemberTests
{
    [Theory]
    [InlineData("Disable")]
    [InlineData("RemoveDesk")]
    public async Task MemberLeaves_TheOthersAreToldUntilTheKeyIsRenewedAndItOpensNothingNew(string handler)
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var left = console["officer2.gjilan"];
        var stays = await console["officer.gjilan"].BrowserAsync();
        var elsewhere = await console["officer.ferizaj"].BrowserAsync();
        Assert.False(await IsToldAsync(stays));
        await StepAsync(console, left.Id, handler);

        Assert.True(await IsToldAsync(stays));
        Assert.False(await IsToldAsync(elsewhere));
        Assert.Equal("/desks/PS_GJILAN/rotate-key", (await stays.GetAsync("/desks")).Page.QuerySelector(".renewal a")!.GetAttribute("href"));
        Assert.Equal("/desks?done=rotated", (await RenewTests.RenewAsync(stays, "PS_GJILAN")).Location);
        Assert.False(await IsToldAsync(stays));

        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pas largimit.");
        await using var db = await console.ReadAsync();
        Assert.False(await db.UnitKeyGrants.AnyAsync(grant => grant.Desk == "PS_GJILAN" && grant.Epoch == 2 && grant.AccountId == left.Id));
        Assert.Contains("Pas largimit.", (await stays.GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemberDisabledAndEnabledAgain_BeforeTheRenewalNothingIsToDo_AfterItTheyAreAdmittedAnew()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var back = console["officer2.gjilan"];
        var stays = await console["officer.gjilan"].BrowserAsync();
        await StepAsync(console, back.Id, "Disable");
        await StepAsync(console, back.Id, "Enable");
        Assert.False(await IsToldAsync(stays));

        await StepAsync(console, back.Id, "Disable");
        await RenewTests.RenewAsync(stays, "PS_GJILAN");
        await StepAsync(console, back.Id, "Enable");
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Pas kthimit.");
        Assert.Equal(404, (await (await back.BrowserAsync()).GetAsync(report.Path)).Status);
        await console.AdmitAsync("officer2.gjilan", "PS_GJILAN", "officer.gjilan");
        Assert.Contains("Pas kthimit.", (await (await back.BrowserAsync()).GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    /// <summary>Who waited only never had the key, and who was taken off and admitted again has it rightly.</summary>
    [Fact]
    public async Task MemberWithoutTheKeyOrBackAgain_NobodyIsTold()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var stays = await console["officer.gjilan"].BrowserAsync();
        var waits = await console.NewPersonAsync("officer3.gjilan", AccountRole.Officer, "PS_GJILAN");
        await StepAsync(console, waits.Id, "RemoveDesk");
        Assert.False(await IsToldAsync(stays));

        var again = console["officer2.gjilan"];
        await StepAsync(console, again.Id, "RemoveDesk");
        Assert.True(await IsToldAsync(stays));
        await StepAsync(console, again.Id, "AddDesk");
        await console.AdmitAsync("officer2.gjilan", "PS_GJILAN", "officer.gjilan");
        Assert.False(await IsToldAsync(stays));
    }

    private static async Task StepAsync(RunningConsole console, Guid account, string handler)
    {
        var path = "/accounts/" + account.ToString("N");
        var page = await (await console["administrator.test"].BrowserAsync()).SubmitAsync(path, $"{path}?handler={handler}", ("Desk", "PS_GJILAN"), ("Sure", "true"));
        Assert.Equal(200, page.Status);
        Assert.NotNull(page.Page.QuerySelector(".note--done"));
    }

    /// <summary>Whether the desk's page, the notices and the queue say it: all or none.</summary>
    private static async Task<bool> IsToldAsync(Browser member)
    {
        var told = new List<bool>();
        foreach (var page in new[] { "/desks", "/notices", "/queue" })
        {
            told.Add((await member.GetAsync(page)).Page.QuerySelectorAll(".note--urgent").Any(note => note.TextContent.Contains("has had its present key", StringComparison.Ordinal)));
        }

        return Assert.Single(told.Distinct());
    }
}
