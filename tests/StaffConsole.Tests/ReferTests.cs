using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.StaffConsole.ReferReport;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Records of referral to bodies outside.</summary>
public sealed class ReferTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Refer_WithGround_IsSealedShownOnRecordAndTheReportIsReferred()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Fëmijë pa kujdes.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var done = await officer.SubmitAsync(report.Path + "/refer", report.Path + "/refer", [.. Fields("social_welfare", "child", "Dy fëmijë vetëm në banesë.", "2026-01-09")]);
        Assert.Equal(report.Path + "?done=referred", done.Location);
        var row = await report.RowAsync();
        Assert.Equal((ReportState.Referred, console["officer.gjilan"].Id), (row.State, row.OwnerAccountId));
        var page = (await officer.GetAsync(report.Path)).Page.QuerySelector(".talk .is-note")!.TextContent;
        Assert.Contains("9 Jan 2026", page, StringComparison.Ordinal);
        Assert.Contains("Dy fëmijë vetëm", page, StringComparison.Ordinal);
        Assert.Contains("report_referred", await report.AuditActionsAsync());
    }

    [Theory]
    [InlineData("", "consent", "Fjalë.", "2026-01-09")]
    [InlineData("social_welfare", "", "Fjalë.", "2026-01-09")]
    [InlineData("social_welfare", "usefulness", "Fjalë.", "2026-01-09")]
    [InlineData("newspaper", "consent", "Fjalë.", "2026-01-09")]
    [InlineData("social_welfare", "consent", " ", "2026-01-09")]
    [InlineData("social_welfare", "consent", "Fjalë.", "2999-01-01")]
    [InlineData("social_welfare", "consent", "Fjalë.", "dje")]
    public async Task Refer_WithoutGroundReasonDayOrArrow_IsRefusedAndKeepsTheWords(string body, string basis, string words, string day)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Mos e jepni.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.SubmitAsync(report.Path + "/refer", report.Path + "/refer", [.. Fields(body, basis, words, day)]);
        Assert.Equal(422, answer.Status);
        Assert.Equal(words.Trim(), answer.Page.QuerySelector("#Words")!.TextContent.Trim());
        Assert.NotEqual(ReportState.Referred, (await report.RowAsync()).State);
    }

    [Fact]
    public void Rule_EveryDomain_HasOnlyItsArrows()
    {
        Assert.DoesNotContain("prosecution", ReferralRule.BodiesFor(KeyDomain.Helpline));
        Assert.DoesNotContain("inspectorate", ReferralRule.BodiesFor(KeyDomain.Pik));

        // The helpline hands it a copy: there is one way.
        Assert.DoesNotContain("inspectorate", ReferralRule.BodiesFor(KeyDomain.Helpline));
        Assert.All(Enum.GetValues<KeyDomain>(), domain => Assert.Subset(ReferralRule.AllBodies.ToHashSet(), ReferralRule.BodiesFor(domain).ToHashSet()));
    }

    private static IEnumerable<(string Name, string Value)> Fields(string body, string basis, string words, string day)
        => [("Body", body), ("Basis", basis), ("Words", words), ("Day", day)];
}
