using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

public sealed class CaseWorkTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Open_OwnReport_ShowsWordsAndIsAuditedFirst()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Dikush po vjedh bakrin te trafostacioni.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.NotNull(await officer.FindRowAsync(report));
        var page = await officer.GetAsync(report.Path);
        Assert.Equal("Dikush po vjedh bakrin te trafostacioni.", page.Page.QuerySelector(".words")!.TextContent);
        Assert.Equal("no-store", page.Header("Cache-Control"));
        Assert.Equal("report_opened", (await report.AuditActionsAsync())[0]);
        var row = await report.RowAsync();
        Assert.Equal(ReportState.Opened, row.State);
        Assert.NotNull(row.FirstOpenedAt);
    }

    [Fact]
    public async Task Open_AuditCannotBeWritten_NothingIsOpened()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "E fshehta.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        await SqlAsync("CREATE TRIGGER stop BEFORE INSERT ON AuditEntries BEGIN SELECT RAISE(ABORT, 'full'); END");
        try
        {
            var page = await officer.GetAsync(report.Path);
            Assert.Equal(500, page.Status);
            Assert.DoesNotContain("E fshehta", page.Text, StringComparison.Ordinal);
        }
        finally
        {
            await SqlAsync("DROP TRIGGER stop");
        }

        Assert.Contains("E fshehta", (await officer.GetAsync(report.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ThenAnswer_BothSidesRead()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kam parë diçka.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var asked = await officer.SubmitAsync(report.Path, report.Path + "/ask", ("Words", "Ku saktësisht?"));
        Assert.Equal(report.Path + "?done=asked_taken", asked.Location);
        Assert.Equal(["Ku saktësisht?"], await report.ReporterReadsAsync());
        Assert.Equal(ReportState.Question, (await report.RowAsync()).State);
        await report.AnswerAsync("Te ura e vjetër.");
        var page = await officer.GetAsync(report.Path);
        Assert.Equal("Te ura e vjetër.", page.Page.QuerySelector(".talk .from-reporter .talk__words")!.TextContent);
    }

    [Theory]
    [InlineData(ReportState.Accepted, ReportState.Accepted)]
    [InlineData(ReportState.Referred, ReportState.Referred)]
    [InlineData(null, ReportState.Opened)]
    public async Task Queue_ReporterWroteAgain_ShowsUnreadUntilOpened(ReportState? before, ReportState after)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kam parë diçka.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        await officer.SubmitAsync(report.Path, report.Path + "/take");
        await report.AnswerAsync("Edhe diçka.");
        await console.Writer.WriteAsync(
            async (db, ct) => (await db.Cases.SingleAsync(row => row.Id == report.Id.Value, ct)).StateOnceRead = before, CancellationToken.None);
        var row = (await officer.FindRowAsync(report))!;
        Assert.Contains("unread", row.ClassName!, StringComparison.Ordinal);
        Assert.Contains("new words", row.TextContent, StringComparison.Ordinal);
        await officer.GetAsync(report.Path);
        Assert.Equal(after, (await report.RowAsync()).State);
        Assert.NotNull((await report.RowAsync()).OwnerAccountId);
        Assert.DoesNotContain("unread", (await officer.FindRowAsync(report))!.ClassName!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WithdrawnReport_KeepsTheTypedText()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Tërhiqem.");
        await console.Writer.WriteAsync(
            async (db, ct) => (await db.Cases.SingleAsync(row => row.Id == report.Id.Value, ct)).WithdrawnAt = console.Clock.GetUtcNow(), CancellationToken.None);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var answer = await officer.SubmitAsync(report.Path + "/ask", report.Path + "/ask", ("Words", "Një pyetje e gjatë."));
        Assert.Equal(422, answer.Status);
        Assert.Equal("Një pyetje e gjatë.", answer.Page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Empty(await report.ReporterReadsAsync());
    }

    [Fact]
    public async Task Take_TwoOfficersAtOnce_OneWinsAndTheOtherSeesWho()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Dy veta.", Urgency.Urgent);
        var one = await console["officer.gjilan"].BrowserAsync();
        var two = await console["officer2.gjilan"].BrowserAsync();
        var answers = await Task.WhenAll(one.SubmitAsync(report.Path, report.Path + "/take"), two.SubmitAsync(report.Path, report.Path + "/take"));
        Assert.Equal(["?done=taken", "?not=taken"], answers.Select(answer => answer.Location![report.Path.Length..]).Order());
        var loser = answers[0].Location!.EndsWith("not=taken", StringComparison.Ordinal) ? one : two;
        var winner = loser == one ? "officer2.gjilan" : "officer.gjilan";
        Assert.Contains("The report is with " + winner, (await loser.GetAsync(report.Path + "?not=taken")).Text, StringComparison.Ordinal);
        Assert.Contains(winner, (await loser.FindRowAsync(report))!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bounce_NextDeskIsExcluded_GoesPastIt()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Jo e jona.", excluded: ["RPD_GJILAN"]);
        var before = (await report.RowAsync()).CreatedAt;
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal("/queue?done=bounced", (await officer.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "wrong_place"))).Location);
        var row = await report.RowAsync();
        Assert.Equal(("DESK", before, ReportState.Routed), (row.HolderDesk, row.CreatedAt, row.State));
        Assert.Equal(404, (await officer.GetAsync(report.Path)).Status);
        var national = await console["supervisor.national"].BrowserAsync();
        Assert.Contains("Jo e jona.", (await national.GetAsync(report.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await (await console["officer.region"].BrowserAsync()).GetAsync(report.Path)).Status);

        // From the last desk it goes nowhere, and never back: that is not offered, and asked for all the same it does nothing.
        Assert.Null((await national.GetAsync(report.Path)).Page.QuerySelector("a[href$='/bounce']"));
        Assert.NotNull((await national.GetAsync(report.Path)).Page.QuerySelector("a[href$='/pass-on']"));
        var last = await national.SubmitAsync(report.Path + "/bounce", report.Path + "/bounce", ("Reason", "other_unit"));
        Assert.Equal(422, last.Status);
        Assert.Equal("DESK", (await report.RowAsync()).HolderDesk);
    }

    /// <summary>Bodies of one desk: neither way leads anywhere, so the page says what to do instead, and so do the pages of both ways.</summary>
    [Theory]
    [InlineData("HELPLINE", "operator.helpline", "hand it off")]
    [InlineData("PIK", "inspector.pik", "refer it")]
    public async Task Report_OfABodyWithOneDesk_OffersNoWayThatLeadsNowhere(string desk, string who, string instead)
    {
        var report = await TestReport.ArriveAsync(console, desk, "Vetëm këtu.");
        var reader = await console[who].BrowserAsync();

        var page = (await reader.GetAsync(report.Path)).Page;

        Assert.Empty(page.QuerySelectorAll(".actions a[href$='/bounce'], .actions a[href$='/pass-on']"));
        Assert.Contains(instead, page.QuerySelector(".instead")!.TextContent, StringComparison.Ordinal);
        foreach (var way in new[] { "/bounce", "/pass-on" })
        {
            var shown = (await reader.GetAsync(report.Path + way)).Page;
            Assert.Contains(instead, shown.QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
            Assert.Null(shown.QuerySelector("main form"));
        }

        // Control: a station has both.
        var own = await TestReport.ArriveAsync(console, "PS_GJILAN", "Këtu e më tej.");
        Assert.Equal(2, (await (await console["officer.gjilan"].BrowserAsync()).GetAsync(own.Path)).Page.QuerySelectorAll(".actions a[href$='/bounce'], .actions a[href$='/pass-on']").Length);
    }

    [Fact]
    public async Task PassOn_ToAnotherDomainOrExcludedDesk_IsRefused()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Për tjetër.", excluded: ["PS_FERIZAJ"]);
        var officer = await console["officer.gjilan"].BrowserAsync();
        var offered = (await officer.GetAsync(report.Path + "/pass-on")).Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("DESK", offered);
        Assert.Equal("RPD_GJILAN", offered.First(desk => !string.IsNullOrEmpty(desk)));
        Assert.DoesNotContain("PS_FERIZAJ", offered);
        Assert.DoesNotContain("HELPLINE", offered);
        foreach (var desk in new[] { "HELPLINE", "PIK", "PS_FERIZAJ" })
        {
            Assert.Equal(422, (await officer.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", desk))).Status);
        }

        await using var db = await console.ReadAsync();
        Assert.Equal(["PS_GJILAN"], await db.CaseGrants.Where(grant => grant.CaseId == report.Id.Value).Select(grant => grant.Holder).ToListAsync());
    }

    [Fact]
    public async Task Recuse_OfficerLosesTheReport_ColleagueKeepsIt()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Për kushëririn.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal("/queue?done=recused", (await officer.SubmitAsync(report.Path + "/recuse", report.Path + "/recuse", ("Reason", "family"))).Location);
        Assert.Equal(404, (await officer.GetAsync(report.Path)).Status);
        Assert.Null(await officer.FindRowAsync(report));
        var colleague = await console["officer2.gjilan"].BrowserAsync();
        Assert.NotNull(await colleague.FindRowAsync(report));
        Assert.Equal(200, (await colleague.GetAsync(report.Path)).Status);

        // The last reader who steps aside sends it on with the same step, and reads so before it.
        Assert.Contains("It goes to", (await colleague.GetAsync(report.Path + "/recuse")).Text, StringComparison.Ordinal);
        await colleague.SubmitAsync(report.Path + "/recuse", report.Path + "/recuse", ("Reason", "friend"));
        Assert.Equal("RPD_GJILAN", (await report.RowAsync()).HolderDesk);
    }

    [Fact]
    public async Task Notice_AskAndGrant_OpensOnlyAfterTheGrant()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Fjalët e fshehta.", told: ["PS_FERIZAJ"]);
        var told = await console["officer.ferizaj"].BrowserAsync();
        var list = await told.GetAsync("/notices");
        Assert.Contains("theft", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("fshehta", list.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await told.GetAsync(report.Path)).Status);
        Assert.Equal("/notices?done=asked", (await told.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Equal(404, (await told.GetAsync(report.Path)).Status);
        var holder = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(report.Path + "?done=granted", (await holder.SubmitAsync(report.Path, report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Contains("Fjalët e fshehta.", (await told.GetAsync(report.Path)).Text, StringComparison.Ordinal);

        // Reading is not holding.
        Assert.Equal(404, (await told.GetAsync(report.Path + "/bounce")).Status);
    }

    [Fact]
    public async Task GrantAccess_NobodyAsked_IsRefused()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Askush s'ka kërkuar.", told: ["PS_FERIZAJ"]);
        var holder = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(report.Path + "?not=grant", (await holder.SubmitAsync(report.Path, report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Equal(404, (await (await console["officer.ferizaj"].BrowserAsync()).GetAsync(report.Path)).Status);
    }

    [Fact]
    public async Task GrantAccess_AfterTheEnd_IsRefused()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Mbyllur para lejes.", told: ["PS_FERIZAJ"]);
        var told = await console["officer.ferizaj"].BrowserAsync();
        Assert.Equal("/notices?done=asked", (await told.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        var holder = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(report.Path + "?done=closed", (await holder.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "acted"), ("Sure", "true"))).Location);
        Assert.Equal(report.Path + "?not=grant", (await holder.SubmitAsync("/account", report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Equal(404, (await told.GetAsync(report.Path)).Status);
    }

    [Fact]
    public async Task Move_DeskItWasSetAsideFrom_GetsNoKeyAgain()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Ferizaji e humbi çelësin.", told: ["PS_FERIZAJ"]);
        var told = await console["officer.ferizaj"].BrowserAsync();
        Assert.Equal("/notices?done=asked", (await told.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        await console.Writer.WriteAsync(
            (db, _) =>
            {
                db.CaseGrants.Add(new CaseGrant { CaseId = report.Id.Value, HolderKind = HolderKind.SetAside, Holder = "PS_FERIZAJ", Epoch = 1, Domain = Core.Keys.KeyDomain.Police, WrappedKey = [1] });
                return Task.CompletedTask;
            },
            CancellationToken.None);
        var holder = await console["officer.gjilan"].BrowserAsync();

        // Nor is it offered: not as one who asks, not as one to pass it on to.
        Assert.Null((await holder.GetAsync(report.Path)).Page.QuerySelector("form[action$='/grant-access']"));
        Assert.DoesNotContain("PS_FERIZAJ", (await holder.GetAsync(report.Path + "/pass-on")).Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        Assert.Equal(report.Path + "?not=grant", (await holder.SubmitAsync(report.Path, report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Equal(422, (await holder.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", "PS_FERIZAJ"))).Status);
        Assert.Equal("PS_GJILAN", (await report.RowAsync()).HolderDesk);
        Assert.Equal(404, (await told.GetAsync(report.Path)).Status);

        // The control: the same step to another desk succeeds.
        Assert.Equal("/queue?done=passed_on", (await holder.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", "DESK"))).Location);
    }

    [Fact]
    public async Task Move_DeskThatLaterWordsExclude_GetsNoKeyThoughItNeverHadOne()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Ferizaji përmendet më vonë.", told: ["PS_FERIZAJ"]);
        var told = await console["officer.ferizaj"].BrowserAsync();
        Assert.Equal("/notices?done=asked", (await told.SubmitAsync("/notices", $"/notices/{report.Id}/ask", ("Desk", "PS_FERIZAJ"))).Location);
        var holder = await console["officer.gjilan"].BrowserAsync();

        // The control: before the words it is offered.
        Assert.NotNull((await holder.GetAsync(report.Path)).Page.QuerySelector("form[action$='/grant-access']"));
        await report.ExcludeLaterAsync("PS_FERIZAJ");
        Assert.Null((await holder.GetAsync(report.Path)).Page.QuerySelector("form[action$='/grant-access']"));
        Assert.Equal(report.Path + "?not=grant", (await holder.SubmitAsync(report.Path, report.Path + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);
        Assert.Equal(422, (await holder.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", "PS_FERIZAJ"))).Status);
        Assert.Equal(404, (await told.GetAsync(report.Path)).Status);

        // Moving on does not forget it: nor does who holds it then see the desk told of it.
        Assert.Equal("/queue?done=passed_on", (await holder.SubmitAsync(report.Path + "/pass-on", report.Path + "/pass-on", ("Desk", "DESK"))).Location);
        await using var db = await console.ReadAsync();
        Assert.Equal(0, await db.Notices.CountAsync(notice => notice.CaseId == report.Id.Value));
    }

    [Fact]
    public async Task Close_WithOutcome_TimesBecomeDaysAndNothingIsSentAfter()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Mbyll.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        await officer.GetAsync(report.Path);
        Assert.Equal(report.Path + "?done=closed", (await officer.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "acted"), ("Sure", "true"))).Location);
        var row = await report.RowAsync();
        Assert.Equal((ReportState.Closed, "acted"), (row.State, row.Outcome));
        Assert.All(new[] { row.CreatedAt, row.FirstOpenedAt!.Value, row.ClosedAt!.Value, row.LastActivityAt }, time => Assert.Equal(TimeSpan.Zero, time.TimeOfDay));
        Assert.Equal(422, (await officer.SubmitAsync(report.Path + "/ask", report.Path + "/ask", ("Words", "Ende?"))).Status);
    }

    [Fact]
    public async Task Close_BeforeItIsSure_SaysWhatTheReporterReadsAndEndsNothing()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Ende hapur.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        var asked = await officer.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "duplicate"));
        Assert.Equal(200, asked.Status);
        Assert.Contains("It is followed up elsewhere.", asked.Text, StringComparison.Ordinal);
        Assert.Equal("duplicate", asked.Page.QuerySelector("input[name=Outcome]")!.GetAttribute("value"));
        Assert.NotEqual(ReportState.Closed, (await report.RowAsync()).State);
    }

    [Fact]
    public async Task Close_WordsCameAfterThePage_AreToldBeforeItEnds()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Mbyll pas përgjigjes.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        await officer.GetAsync(report.Path);
        var sure = await officer.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "acted"));
        Assert.Null(sure.Page.QuerySelector("#wrong"));
        await report.AnswerAsync("Prisni, ka edhe diçka.");

        var told = await FormFields.Of(sure, "form:has(input[name=Sure])").SendAsync(officer);
        Assert.Equal(422, told.Status);
        Assert.Contains("nobody has read", told.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ReportState.Answered, (await report.RowAsync()).State);

        // Once told, or once it was read, it can be closed.
        Assert.Equal(report.Path + "?done=closed", (await FormFields.Of(told, "form:has(input[name=Sure])").SendAsync(officer)).Location);
    }

    private Task SqlAsync(string sql) => console.Writer.WriteAsync((db, ct) => db.Database.ExecuteSqlRawAsync(sql, ct), CancellationToken.None);
}
