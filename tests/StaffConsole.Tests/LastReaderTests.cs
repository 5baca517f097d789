using ReportingService.Core.Keys;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>The only reader of a desk has a conflict of interest and no other desk can take the report. On a console of its own: it counts all reports.</summary>
public sealed class LastReaderTests
{
    [Fact]
    public async Task Recuse_NobodyElseCanRead_IsSaidBeforeCountedAndMendedByAnotherMember()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        var report = await TestReport.ArriveAsync(console, "DESK", "Për shefin.");
        var only = await console["supervisor.national"].BrowserAsync();
        var administrator = await console["administrator.test"].BrowserAsync();
        Assert.Equal(0, (await StatusAsync(console)).WaitingForReader);
        Assert.True((await StatusAsync(console)).Healthy);

        var page = await only.GetAsync(report.Path + "/recuse");
        Assert.Contains("no other desk can take it", page.Page.QuerySelector(".note--danger")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("colleagues", page.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/queue?done=recused_nobody", (await only.SubmitAsync(report.Path + "/recuse", report.Path + "/recuse", ("Reason", "colleague"))).Location);

        // The conflict of interest comes first; but the report is not lost.
        Assert.Equal(404, (await only.GetAsync(report.Path)).Status);
        var status = await StatusAsync(console);
        Assert.Equal(("DESK", 1), (Assert.Single(status.Recused).Desk, status.WaitingForReader));
        Assert.False(status.Healthy);
        Assert.Contains("assigns another member", Row(await administrator.GetAsync("/readiness")), StringComparison.Ordinal);

        await console.NewPersonAsync("officer.national", AccountRole.Officer, "DESK");
        Assert.Contains("supervisor.national", Row(await administrator.GetAsync("/readiness")), StringComparison.Ordinal);
        await console.AdmitAsync("officer.national", "DESK", "supervisor.national");
        Assert.Contains("Për shefin.", (await (await console["officer.national"].BrowserAsync()).GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await only.GetAsync(report.Path)).Status);
        Assert.True((await StatusAsync(console)).Healthy);
        Assert.Null(Row(await administrator.GetAsync("/readiness")));
    }

    [Fact]
    public async Task Recuse_SamePersonReadsTheNextDesk_GoesPastItToSomebodyElse()
    {
        await using var console = new RunningConsole();
        await console.InitializeAsync();
        await console.NewPersonAsync("officer.both", AccountRole.Officer, "PS_KACANIK", "RPD_FERIZAJ");
        await console.AdmitAsync("officer.both", "PS_KACANIK");
        await console.AdmitAsync("officer.both", "RPD_FERIZAJ");
        await console.SignKeysAsync(KeyDomain.Police);
        var report = await TestReport.ArriveAsync(console, "PS_KACANIK", "Për fqinjin.");
        var officer = await console["officer.both"].BrowserAsync();
        Assert.Equal("/queue?done=recused_moved", (await officer.SubmitAsync(report.Path + "/recuse", report.Path + "/recuse", ("Reason", "friend"))).Location);
        Assert.Equal("DESK", (await report.RowAsync()).HolderDesk);
        Assert.Contains("Për fqinjin.", (await (await console["supervisor.national"].BrowserAsync()).GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    private static async Task<ServiceStatus> StatusAsync(RunningConsole console)
    {
        await using var db = await console.ReadAsync();
        return await ServiceStatus.ReadAsync(db, [.. console.Routing.Desks.All.Select(desk => desk.Code)], console.Clock.GetUtcNow(), CancellationToken.None);
    }

    private static string? Row(Answer page)
        => page.Page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).SingleOrDefault(text => text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Contains("DESK"));
}
