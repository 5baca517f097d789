using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportingService.Data;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Keys;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Who gets a desk's next key. On a console of its own: the desk is changed for good.</summary>
public sealed class RenewTests
{
    [Fact]
    public async Task Renew_MemberPlantedInTheDatabase_IsNamedRefusedOnRecordAndReadsNothing()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var thief = await console.NewPersonAsync("officer.planted", AccountRole.Officer, "PS_GJILAN");
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                // As who writes to the database would: an active membership, and a grant copied from a colleague's.
                (await db.Memberships.SingleAsync(row => row.AccountId == thief.Id, ct)).State = MembershipState.Active;
                var copied = (await db.UnitKeyGrants.FirstAsync(grant => grant.Desk == "PS_GJILAN", ct)).Wrapped;
                db.UnitKeyGrants.Add(new UnitKeyGrant { Desk = "PS_GJILAN", Epoch = 1, AccountId = thief.Id, Wrapped = copied });
            },
            CancellationToken.None);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var page = await officer.GetAsync("/desks/PS_GJILAN/rotate-key");
        Assert.Contains("officer.planted", page.Page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["officer.gjilan", "officer2.gjilan"], page.Page.QuerySelectorAll(".keepers strong").Select(name => name.TextContent));

        // Naming the planted one by hand does not help; without it the others go on.
        var forged = page.Page.QuerySelectorAll("input[name=Confirmed]").Select(field => ("Confirmed", field.GetAttribute("value")!)).Append(("Confirmed", thief.Id.ToString())).ToArray();
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/desks", "/desks/PS_GJILAN/rotate-key", forged)).Location);
        Assert.Equal("/desks?done=rotated", (await RenewAsync(officer, "PS_GJILAN")).Location);

        await using var db = await console.ReadAsync();
        Assert.Equal(2, await db.UnitKeyGrants.CountAsync(grant => grant.Desk == "PS_GJILAN" && grant.Epoch == 2));
        Assert.False(await db.UnitKeyGrants.AnyAsync(grant => grant.Epoch == 2 && grant.AccountId == thief.Id));
        Assert.Equal(MembershipState.Waiting, (await db.Memberships.SingleAsync(row => row.AccountId == thief.Id)).State);
        Assert.Equal(thief.Id.ToString("N"), (await db.AuditEntries.SingleAsync(entry => entry.Action == "member_refused")).Detail);
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Vetëm për të pranuarit.");
        Assert.Equal(404, (await (await thief.BrowserAsync()).GetAsync(report.Path)).Status);
        Assert.Contains("Vetëm për të pranuarit.", (await (await console["officer2.gjilan"].BrowserAsync()).GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renew_MembersChangeAfterThePage_IsNotDone()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var officer = await console["officer.gjilan"].BrowserAsync();
        var shown = (await officer.GetAsync("/desks/PS_GJILAN/rotate-key")).Page.QuerySelectorAll("input[name=Confirmed]").Select(field => ("Confirmed", field.GetAttribute("value")!)).ToArray();
        Assert.Equal(2, shown.Length);
        await console.NewPersonAsync("officer3.gjilan", AccountRole.Officer, "PS_GJILAN");
        await console.AdmitAsync("officer3.gjilan", "PS_GJILAN", "officer2.gjilan");
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/desks", "/desks/PS_GJILAN/rotate-key", shown)).Location);
        Assert.Equal("/desks?done=not", (await officer.SubmitAsync("/desks", "/desks/PS_GJILAN/rotate-key")).Location);
        await using var db = await console.ReadAsync();
        Assert.Equal(1, await db.UnitKeys.CountAsync(key => key.Desk == "PS_GJILAN"));
    }

    [Fact]
    public async Task Renew_MemberRemovedOrDisabledWhileTheKeyIsMade_NothingIsWritten()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var (officer, other) = (console["officer.gjilan"], console["officer2.gjilan"].Id);
        Guid[] confirmed = [officer.Id, other];
        foreach (var (race, back) in new (Func<ReportingDb, Task>, Func<ReportingDb, Task>)[]
        {
            (MembershipAsync(MembershipState.Waiting), MembershipAsync(MembershipState.Active)),
            (AccountAsync(AccountState.Suspended), AccountAsync(AccountState.Active)),
        })
        {
            Assert.False(await Renewal(new RacedWriter(console.Writer, race)).RotateAsync("PS_GJILAN", officer.Unlocked, confirmed, CancellationToken.None));
            await using var db = await console.ReadAsync();
            Assert.Equal(1, await db.UnitKeys.CountAsync(key => key.Desk == "PS_GJILAN"));
            Assert.False(await db.AuditEntries.AnyAsync(entry => entry.Action == DeskKeyRenewal.Renewed));
            await console.Writer.WriteAsync((write, _) => back(write), CancellationToken.None);
        }

        Assert.True(await Renewal(new RacedWriter(console.Writer, _ => Task.CompletedTask)).RotateAsync("PS_GJILAN", officer.Unlocked, confirmed, CancellationToken.None));

        T Of<T>()
            where T : notnull => console.Services.GetRequiredService<T>();
        DeskKeyRenewal Renewal(IDatabaseWriter writer) => new(Of<IDbContextFactory<ReportingDb>>(), writer, Of<Audit>(), Of<MemberProof>(), Of<Trust>(), console.Clock);
        Func<ReportingDb, Task> MembershipAsync(MembershipState state) => async db => (await db.Memberships.SingleAsync(row => row.AccountId == other && row.Desk == "PS_GJILAN")).State = state;
        Func<ReportingDb, Task> AccountAsync(AccountState state) => async db => (await db.Accounts.SingleAsync(row => row.Id == other)).State = state;
    }

    /// <summary>Somebody else writes just before.</summary>
    private sealed class RacedWriter(IDatabaseWriter inner, Func<ReportingDb, Task> race) : IDatabaseWriter
    {
        public async Task<T> WriteAsync<T>(Func<ReportingDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            await inner.WriteAsync((db, _) => race(db), cancellationToken);
            return await inner.WriteAsync(work, cancellationToken);
        }
    }

    /// <summary>Renews as the page offers it: with the names it shows.</summary>
    internal static async Task<Answer> RenewAsync(Browser browser, string desk)
    {
        var page = $"/desks/{desk}/rotate-key";
        var fields = (await browser.GetAsync(page)).Page.QuerySelectorAll("input[name=Confirmed]").Select(field => ("Confirmed", field.GetAttribute("value")!)).ToArray();
        return await browser.SubmitAsync("/desks", page, fields);
    }
}
