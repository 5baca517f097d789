using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Steps that leave desks without a reader are asked about first. On a console of its own: keys are destroyed.</summary>
public sealed class SoleReaderTests
{
    private const string Grant = "grant --user U --desk PS_FERIZAJ --recovery-key FILE";

    [Theory]
    [InlineData("Invite")]
    [InlineData("Disable")]
    [InlineData("RemoveDesk")]
    public async Task TakeAway_OnlyReaderOfADesk_IsNamedBeforeAndAfterAndNothingHappensBetween(string handler)
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Pret.");
        await TestReport.ArriveAsync(console, "PS_FERIZAJ", "Pret edhe ky.");
        await TestReport.ArriveAsync(console, "PS_GJILAN", "Lexohet nga të tjerët.");
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + console["officer.ferizaj"].Id.ToString("N");
        var before = await StateAsync(console);

        var asked = await administrator.SubmitAsync(account, $"{account}?handler={handler}", ("Desk", "PS_FERIZAJ"));
        var note = asked.Page.QuerySelector(".note--danger")!.TextContent;
        Assert.Contains("officer.ferizaj is the only reader", note, StringComparison.Ordinal);
        Assert.Contains("that then nobody reads: 2", Assert.Single(asked.Page.QuerySelectorAll("#sole-desks li")).TextContent, StringComparison.Ordinal);
        Assert.Contains(Grant, note, StringComparison.Ordinal);
        Assert.Equal(account, asked.Page.QuerySelector("form a.button")!.GetAttribute("href"));
        Assert.Equal(before, await StateAsync(console));

        // As the page's own form sends it.
        var form = asked.Page.QuerySelector("button.button--danger")!.Closest("form")!;
        var fields = form.QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)).ToArray();
        var done = await administrator.PostAsync(form.GetAttribute("action")!, fields);
        Assert.Contains("officer.ferizaj", done.Page.QuerySelector(".note--done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Grant, done.Page.QuerySelector("#unread")!.TextContent, StringComparison.Ordinal);
        Assert.NotEqual(before, await StateAsync(console));
        Assert.Equal(handler == "Invite", done.Page.QuerySelector("#invite-link")?.ParentElement!.QuerySelector("h2")!.TextContent.EndsWith("officer.ferizaj", StringComparison.Ordinal) == true);

        // What is left to do is what the readiness page says.
        var row = (await administrator.GetAsync("/readiness")).Page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("PS_FERIZAJ", StringComparison.Ordinal)).TextContent;
        Assert.Contains(
            handler switch
            {
                "Invite" => "accept their invitation: officer.ferizaj. Then a key custodian gives access",
                "Disable" => "enables the account again (officer.ferizaj)",
                _ => "assigns somebody. Then a key custodian gives access",
            },
            row,
            StringComparison.Ordinal);
        Assert.Contains("--desk PS_FERIZAJ --recovery-key FILE", row, StringComparison.Ordinal);
        if (handler == "Disable")
        {
            Assert.DoesNotContain("reads", (await administrator.GetAsync(account)).Page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TakeAway_AnotherMemberReads_SaysThatNoDeskIsLostAndOffersOnlyDesksOfTheBody()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        await TestReport.ArriveAsync(console, "PS_GJILAN", "Lexohet nga të tjerët.");
        var administrator = await console["administrator.test"].BrowserAsync();
        var account = "/accounts/" + console["officer.gjilan"].Id.ToString("N");
        var asked = await administrator.SubmitAsync(account, account + "?handler=Disable");
        Assert.Null(asked.Page.QuerySelector(".note--danger"));
        Assert.Contains("No desk loses its only reader", asked.Text, StringComparison.Ordinal);

        // The other one goes: now it is the only reader.
        await console.Writer.WriteAsync(
            (db, ct) => db.Accounts.Where(row => row.UserName == "officer2.gjilan").ExecuteUpdateAsync(row => row.SetProperty(found => found.State, AccountState.Suspended), ct), CancellationToken.None);
        Assert.NotNull((await administrator.SubmitAsync(account, account + "?handler=Disable")).Page.QuerySelector("#sole-desks"));

        var offered = (await administrator.GetAsync(account)).Page.QuerySelectorAll("#Desk option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("PS_VITI", offered);
        Assert.DoesNotContain("PS_GJILAN", offered);
        Assert.DoesNotContain("PIK", offered);
        Assert.DoesNotContain("HELPLINE", offered);
    }

    private static async Task<string> StateAsync(RunningConsole console)
    {
        await using var db = await console.ReadAsync();
        var row = await db.Accounts.SingleAsync(account => account.UserName == "officer.ferizaj");
        var membership = await db.Memberships.SingleAsync(member => member.AccountId == row.Id);
        return $"{row.State} {membership.State} {await db.UnitKeyGrants.CountAsync(grant => grant.AccountId == row.Id)} {await db.AuditEntries.CountAsync()}";
    }
}
