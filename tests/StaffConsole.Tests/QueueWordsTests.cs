using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Layout;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Age and clock of a report as staff read them.</summary>
public sealed class QueueWordsTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private readonly TextCatalogue catalogue = new(typeof(StaffConsoleHost).Assembly);

    [Theory]
    [InlineData(0, "under 5 min ago")]
    [InlineData(4, "under 5 min ago")]
    [InlineData(5, "5 to 15 min ago")]
    [InlineData(15, "15 to 60 min ago")]
    [InlineData(60, "today, morning")]
    [InlineData(60 * 13, "yesterday, afternoon")]
    [InlineData(60 * 24 * 8, "14 Nov 2026, afternoon")]
    public void Age_AnyReport_IsSaidInStepsAndNeverLessThanTrue(int minutes, string words)
        => Assert.Equal(words, CoarseAge.Say(In(SiteLanguage.En), Noon.AddMinutes(-minutes), Noon));

    [Fact]
    public void Age_TwoReportsInOneStep_ReadTheSame()
    {
        // Threat: the words tell the minute after the first hour. Any two arrivals of one half-day must read alike.
        foreach (var language in SiteLanguage.All)
        {
            var said = Enumerable.Range(0, 12 * 60).Select(minute => Noon.AddDays(-2).AddHours(-12).AddMinutes(minute)).Where(arrived => !CoarseAge.IsDay(arrived))
                .Select(arrived => CoarseAge.Say(In(language), arrived, Noon)).Distinct();
            Assert.Single(said);
        }
    }

    [Theory]
    [InlineData(Urgency.Emergency, 3, "take by 12:02", false)]
    [InlineData(Urgency.Emergency, 6, "overdue, over 5 min", true)]
    [InlineData(Urgency.Urgent, 15, "take by 12:00", false)]
    [InlineData(Urgency.High, 60, "take by today, 19:00", false)]
    [InlineData(Urgency.Normal, 60, "take by tomorrow, 11:00", false)]
    [InlineData(Urgency.Low, 49 * 60, "overdue, over 48 h", true)]
    public void Clock_NobodyHasIt_SaysWhatIsAllowedAndWhetherItIsOver(Urgency urgency, int minutes, string words, bool overdue)
        => Assert.Equal(new WaitingClock(words, overdue, urgency >= Urgency.Urgent), WaitingClock.Of(In(SiteLanguage.En), urgency, ReportState.Opened, false, Noon.AddMinutes(-minutes), Noon));

    /// <summary>Beside "take by 12:02" a step of ten minutes would be useless.</summary>
    [Theory]
    [InlineData(0, "1 min ago")]
    [InlineData(4, "4 min ago")]
    [InlineData(59, "59 min ago")]
    [InlineData(125, "2 h ago")]
    public void Age_BesideAClockOfMinutes_IsSaidInMinutes(int minutes, string words)
        => Assert.Equal(words, CoarseAge.Say(In(SiteLanguage.En), Noon.AddMinutes(-minutes), Noon, minutes: true));

    /// <summary>"In five minutes" is no deadline: every language says until when, or within what time.</summary>
    [Theory]
    [InlineData("sq", "merreni deri: 12:02", "merreni brenda 5 min")]
    [InlineData("sr-Latn", "preuzmite do: 12:02", "preuzmite u roku od 5 min")]
    public void Clock_OtherLanguages_SayTheSame(string tag, string by, string within)
    {
        var texts = In(SiteLanguage.All.Single(language => language.Tag == tag));
        Assert.Equal(by, WaitingClock.Of(texts, Urgency.Emergency, ReportState.Opened, false, Noon.AddMinutes(-3), Noon)!.Says);
        Assert.Equal(within, WaitingClock.Of(texts, Urgency.Emergency, ReportState.Opened, false, CoarseTime.StartOfDay(Noon), Noon)!.Says);
    }

    /// <summary>Withdrawn and kept again: its minutes were forgotten with the withdrawal, and no time of day is made up for it.</summary>
    [Theory]
    [InlineData(Urgency.Urgent, "take within 15 min")]
    [InlineData(Urgency.High, "take within 8 h")]
    public void Clock_OnlyTheDayIsKnown_ClaimsNeitherATimeNorThatItIsOver(Urgency urgency, string words)
    {
        var today = CoarseTime.StartOfDay(Noon);
        Assert.Equal("today", CoarseAge.Say(In(SiteLanguage.En), today, Noon));
        Assert.Equal(new WaitingClock(words, false, urgency == Urgency.Urgent), WaitingClock.Of(In(SiteLanguage.En), urgency, ReportState.Routed, false, today, Noon));
        Assert.True(WaitingClock.Of(In(SiteLanguage.En), urgency, ReportState.Routed, false, today, Noon.AddDays(2))!.Overdue);
    }

    [Fact]
    public void Clock_ItsHourHasBegunButItIsNotOver_SaysNow()
        => Assert.Equal("take it now", WaitingClock.Of(In(SiteLanguage.En), Urgency.High, ReportState.Routed, false, Noon.AddMinutes(-(8 * 60) + 10), Noon.AddMinutes(5))!.Says);

    [Fact]
    public void Clock_SomebodyHasItOrItHasEnded_IsSilent()
    {
        var longAgo = Noon.AddDays(-9);
        Assert.Null(WaitingClock.Of(In(SiteLanguage.En), Urgency.Emergency, ReportState.Opened, true, longAgo, Noon));
        Assert.Null(WaitingClock.Of(In(SiteLanguage.En), Urgency.Emergency, ReportState.Question, false, longAgo, Noon));
        Assert.Null(WaitingClock.Of(In(SiteLanguage.En), Urgency.None, ReportState.Routed, false, longAgo, Noon));
    }

    [Fact]
    public void Clock_ReporterAddsWordsBeforeAnybodyTookIt_KeepsRunning()
        => Assert.True(WaitingClock.Of(In(SiteLanguage.En), Urgency.Emergency, ReportState.Answered, false, Noon.AddDays(-9), Noon)!.Overdue);

    [Fact]
    public async Task Queue_ReportGrowsOverdue_PageAndLiveRowsSayTheSameInWords()
    {
        if (console.Clock.GetUtcNow().AddMinutes(5).TimeOfDay < TimeSpan.FromMinutes(6))
        {
            // The one minute that looks like a day is now, or near.
            console.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        var report = await TestReport.ArriveAsync(console, "RPD_GJILAN", "Koha ecën.", Urgency.Urgent);
        var officer = await console["officer.region"].BrowserAsync();
        Assert.Matches(@"take by \d\d:\d\d", await RowAsync("/queue"));
        console.Clock.Advance(TimeSpan.FromMinutes(17));
        foreach (var address in new[] { "/queue", "/queue/rows" })
        {
            Assert.Contains("overdue, over 15 min", await RowAsync(address), StringComparison.Ordinal);
        }

        Assert.Contains("overdue, over 15 min", (await officer.GetAsync(report.Path)).Page.QuerySelector(".strip")!.TextContent, StringComparison.Ordinal);
        await officer.SubmitAsync(report.Path, report.Path + "/take");
        Assert.DoesNotContain("overdue", await RowAsync("/queue"), StringComparison.Ordinal);
        await officer.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "acted"), ("Sure", "true"));

        async Task<string> RowAsync(string address) => (await officer.FindRowAsync(report, address))!.TextContent;
    }

    [Theory]
    [InlineData(ReportState.Closed)]
    [InlineData(ReportState.Withdrawn)]
    public async Task Queue_EndedReport_ShowsTheDayOfArrivalAndNoHour(ReportState ended)
    {
        var report = await TestReport.ArriveAsync(console, "RPD_GJILAN", "Vetëm dita.");
        var officer = await console["officer.region"].BrowserAsync();
        var arrived = console.Clock.GetUtcNow().AddHours(-2);
        if (CoarseAge.IsDay(CoarseTime.Minute(arrived)))
        {
            arrived = arrived.AddMinutes(1);
        }

        await SetAsync(row => row.CreatedAt = CoarseTime.Minute(arrived));
        Assert.Matches("morning|afternoon", (await officer.FindRowAsync(report))!.QuerySelector(".c-age")!.TextContent);
        await SetAsync(row => (row.State, row.CreatedAt) = (ended, CoarseTime.StartOfDay(arrived)));
        var shown = (await officer.FindRowAsync(report, "/queue?show=ended"))!.QuerySelector(".c-age")!.TextContent;
        Assert.Matches(@"^\s*\d{1,2} \w{3} \d{4}\s*$", shown);

        Task SetAsync(Action<Case> change) => console.Writer.WriteAsync(
            async (db, ct) => change(await db.Cases.SingleAsync(candidate => candidate.Id == report.Id.Value, ct)), CancellationToken.None);
    }

    private Texts In(SiteLanguage language) => new(catalogue) { Language = language };
}
