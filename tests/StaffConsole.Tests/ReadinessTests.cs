using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Who waits at which desk, and who is told that they can act. On a console of its own: desks are changed for good.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Readiness_MembersWait_NamesThemAndWhoCanAct()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var administrator = await console["administrator.test"].BrowserAsync();
        Assert.Null(Row(await administrator.GetAsync("/readiness"), "PS_GJILAN"));
        Assert.Contains("An administrator assigns somebody", Row(await administrator.GetAsync("/readiness"), "PS_VITI"), StringComparison.Ordinal);

        // A member waits where others read: these are named, and told on their own first page.
        await console.NewPersonAsync("officer.newcomer", AccountRole.Officer, "PS_GJILAN");
        var row = Row(await administrator.GetAsync("/readiness"), "PS_GJILAN");
        Assert.Contains("officer.newcomer", row, StringComparison.Ordinal);
        Assert.Contains("compares the fingerprint and admits: officer.gjilan, officer2.gjilan", row, StringComparison.Ordinal);
        var reader = await console["officer.gjilan"].BrowserAsync();
        var told = (await reader.GetAsync("/queue")).Page.QuerySelector(".note--urgent")!;
        Assert.Contains("somebody waits until a member compares", told.TextContent, StringComparison.Ordinal);
        Assert.Equal("/desks#d-PS_GJILAN", told.QuerySelector("a")!.GetAttribute("href"));

        // Another body's supervisor can do nothing there, and reads no names of its people.
        Assert.Null(Row(await (await console["supervisor.helpline"].BrowserAsync()).GetAsync("/readiness"), "PS_GJILAN"));
        Assert.Contains("officer.newcomer", (await (await console["supervisor.national"].BrowserAsync()).GetAsync("/readiness")).Text, StringComparison.Ordinal);
        await console.AdmitAsync("officer.newcomer", "PS_GJILAN", "officer.gjilan");
        Assert.Null(Row(await administrator.GetAsync("/readiness"), "PS_GJILAN"));
        Assert.Null((await reader.GetAsync("/queue")).Page.QuerySelector(".note--urgent"));

        // A first member, then a key that waits for its signature.
        await console.NewPersonAsync("officer.first", AccountRole.Officer, "PS_VITI");
        Assert.Contains("makes the key", Row(await administrator.GetAsync("/readiness"), "PS_VITI"), StringComparison.Ordinal);
        await console.AdmitAsync("officer.first", "PS_VITI");
        Assert.Contains("A key custodian signs the key", Row(await administrator.GetAsync("/readiness"), "PS_VITI"), StringComparison.Ordinal);
        await console.SignKeysAsync(KeyDomain.Police);
        Assert.Null(Row(await administrator.GetAsync("/readiness"), "PS_VITI"));

        // The last reader goes while somebody waits: only a custodian is left.
        await console.NewPersonAsync("officer.left", AccountRole.Officer, "PS_VITI");
        await console.Writer.WriteAsync(
            (db, ct) => db.Accounts.Where(account => account.UserName == "officer.first").ExecuteUpdateAsync(account => account.SetProperty(found => found.State, AccountState.Removed), ct), CancellationToken.None);
        row = Row(await administrator.GetAsync("/readiness"), "PS_VITI");
        Assert.Contains("officer.left", row, StringComparison.Ordinal);
        Assert.Contains("A key custodian gives access", row, StringComparison.Ordinal);
    }

    private static string? Row(Answer page, string desk)
        => page.Page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).SingleOrDefault(text => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Contains(desk));
}
