using ReportingService.Core.Vocabulary;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What the helpline sets when it gives a copy holds for everybody who has it; and where lists of desks begin.</summary>
public sealed class HandOffLimitTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task Copy_GivenWithALimit_ItsHolderCannotPassItOnAgainstIt_AndReadsWhy()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Jo te Ferizaji.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"), ("Withheld", "PS_FERIZAJ"));
        var ferizaj = console.Routing.Desks["PS_FERIZAJ"].NameEn;
        Assert.Contains(ferizaj, (await operators.GetAsync(report.Path)).Page.QuerySelector("section[aria-labelledby=handed-title]")!.TextContent, StringComparison.Ordinal);

        var copy = $"/reports/{await report.CopyAsync():N}";
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains(ferizaj, (await officer.GetAsync(copy)).Page.QuerySelector("section[aria-labelledby=origin-title]")!.TextContent, StringComparison.Ordinal);
        var form = await officer.GetAsync(copy + "/pass-on");
        var offered = form.Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("DESK", offered);
        Assert.DoesNotContain("PS_FERIZAJ", offered);
        Assert.Contains(ferizaj, form.Page.QuerySelector(".withheld")!.TextContent, StringComparison.Ordinal);

        var refused = await officer.SubmitAsync(copy + "/pass-on", copy + "/pass-on", ("Desk", "PS_FERIZAJ"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("helpline's condition", refused.Page.QuerySelector("#wrong")!.TextContent, StringComparison.Ordinal);

        // Nor lend it, should the desk ask.
        await AskAsync(await report.CopyAsync(), "PS_FERIZAJ", "RPD_GJILAN");
        var asking = (await officer.GetAsync(copy)).Page.QuerySelectorAll("form[action$=grant-access] input[name=Desk]").Select(input => input.GetAttribute("value"));
        Assert.Equal(["RPD_GJILAN"], asking);
        Assert.Equal(copy + "?not=grant", (await officer.SubmitAsync(copy, copy + "/grant-access", ("Desk", "PS_FERIZAJ"))).Location);

        // The limit goes with the copy, to desks that get it later.
        Assert.Equal("/queue?done=passed_on", (await officer.SubmitAsync(copy + "/pass-on", copy + "/pass-on", ("Desk", "DESK"))).Location);
        var national = await console["supervisor.national"].BrowserAsync();
        Assert.Equal(422, (await national.SubmitAsync(copy + "/pass-on", copy + "/pass-on", ("Desk", "PS_FERIZAJ"))).Status);
        Assert.Equal("/queue?done=passed_on", (await national.SubmitAsync(copy + "/pass-on", copy + "/pass-on", ("Desk", "RPD_GJILAN"))).Location);
    }

    [Fact]
    public async Task HandOff_ToADeskWithheldFromAnEarlierCopy_IsRefusedAndTheFormRemembers()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Dy kopje.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"), ("Withheld", "PS_FERIZAJ"));

        var form = await operators.GetAsync(report.Path + "/hand-off");
        Assert.Equal(["PS_FERIZAJ"], FormFields.Of(form, "form:has(#Desk)")["Withheld"]);
        Assert.DoesNotContain("PS_FERIZAJ", form.Page.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));

        // Neither with consent nor, proposed, for a second person.
        Assert.Equal(422, (await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_FERIZAJ"), ("WithWords", "true"))).Status);
        Assert.Equal(422, (await operators.HandOffAsync(report, ("Basis", "child"), ("Words", "Fëmijë."), ("Desk", "PS_FERIZAJ"), ("WithWords", "true"))).Status);
        Assert.Single(await report.AuditActionsAsync(), action => action == "handed_off");
        Assert.Equal(report.Path + "?done=handed_off", (await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "RPD_GJILAN"), ("WithWords", "true"))).Location);
    }

    [Fact]
    public async Task HandOff_DeskThatLaterWordsExclude_GetsNoCopyNorTheCopyOfAnother()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Ferizaji përmendet më vonë.");
        var operators = await console["operator.helpline"].BrowserAsync();
        (string, string)[] terms = [("Basis", "consent"), ("Words", "Po."), ("WithWords", "true")];
        var asked = await operators.AskHandOffAsync(report, [.. terms, ("Desk", "PS_FERIZAJ")]);
        await report.ExcludeLaterAsync("PS_FERIZAJ");

        // Also when the words came between the two presses.
        Assert.Equal(422, (await FormFields.Of(asked, "form:has(input[name=Sure])").SendAsync(operators)).Status);
        Assert.Equal(422, (await operators.HandOffAsync(report, [.. terms, ("Desk", "PS_FERIZAJ")])).Status);
        Assert.Equal(report.Path + "?done=handed_off", (await operators.HandOffAsync(report, [.. terms, ("Desk", "PS_GJILAN")])).Location);
        var copy = $"/reports/{await report.CopyAsync():N}/pass-on";
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Equal(422, (await officer.SubmitAsync(copy, copy, ("Desk", "PS_FERIZAJ"))).Status);
        Assert.Equal("/queue?done=passed_on", (await officer.SubmitAsync(copy, copy, ("Desk", "DESK"))).Location);
    }

    /// <summary>The copy has a key of its own and learns nothing: a person must call the desk that has it.</summary>
    [Fact]
    public async Task Copy_DeskIsNamedAfterItLeft_TheHelplineIsToldWhomToCallUntilItSaysItDid()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Ferizaji përmendet pas kopjes.");
        var operators = await console["operator.helpline"].BrowserAsync();
        (string, string)[] terms = [("Basis", "consent"), ("Words", "Po."), ("WithWords", "true")];
        await operators.HandOffAsync(report, [.. terms, ("Desk", "PS_GJILAN")]);
        Assert.Null(await CallAsync());
        await report.ExcludeLaterAsync("PS_FERIZAJ");

        var call = (await CallAsync())!;
        Assert.Contains(console.Routing.Desks["PS_GJILAN"].NameEn, call, StringComparison.Ordinal);
        Assert.Contains(console.Routing.Desks["PS_FERIZAJ"].NameEn, call, StringComparison.Ordinal);
        Assert.Contains("see whom to call", (await operators.FindRowAsync(report))!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This holds for the report itself.", (await operators.GetAsync(report.Path)).Text, StringComparison.Ordinal);

        // A copy that leaves afterwards knows it.
        await operators.HandOffAsync(report, [.. terms, ("Desk", "DESK")]);
        Assert.Equal(call, await CallAsync());

        // Threat: more later words than there are would hide those that come; fewer than the copy knew say nothing.
        foreach (var known in new[] { "999999", "2", "-1" })
        {
            Assert.Equal(report.Path + "?not=copy_told", (await FormFields.Of(await operators.GetAsync(report.Path), ".late-copy form").With("Answers", known).SendAsync(operators)).Location);
            Assert.Equal(call, await CallAsync());
        }

        Assert.Equal(report.Path + "?done=copy_told", (await FormFields.Of(await operators.GetAsync(report.Path), ".late-copy form").SendAsync(operators)).Location);
        Assert.Null(await CallAsync());
        Assert.DoesNotContain("see whom to call", (await operators.FindRowAsync(report))!.TextContent, StringComparison.Ordinal);
        Assert.Single(await report.AuditActionsAsync(), action => action == "copy_desk_told");

        async Task<string?> CallAsync() => (await operators.GetAsync(report.Path)).Page.QuerySelectorAll(".late-copy").SingleOrDefault()?.TextContent;
    }

    /// <summary>Threat: the reporter names the station that has the copy, and the helpline calls that station and says so.</summary>
    [Fact]
    public async Task Copy_ItsOwnDeskIsNamedAfterItLeft_TheHelplineIsToldNotToCallIt()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Vetë Gjilani përmendet pas kopjes.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("WithWords", "true"), ("Desk", "PS_GJILAN"));
        await report.ExcludeLaterAsync("PS_GJILAN", "RPD_GJILAN");

        var call = (await CallAsync())!;
        Assert.Contains("Do not call the desk that has a copy", call.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("The Police Inspectorate", WhomToCall(call), StringComparison.Ordinal);
        var page = await operators.GetAsync(report.Path);
        Assert.Equal(report.Path + "?done=copy_told_above", (await FormFields.Of(page, ".late-copy form").SendAsync(operators)).Location);
        Assert.Null(await CallAsync());
        await using (var db = await console.ReadAsync())
        {
            var line = db.AuditEntries.OrderByDescending(entry => entry.Seq).First(entry => entry.Action == "copy_desk_told");
            Assert.Contains(";later=1;called=above;item=", line.Detail, StringComparison.Ordinal);
        }

        // Later words name another desk: what was told of the first is not forgotten.
        await report.ExcludeLaterAsync("PS_FERIZAJ");
        call = (await CallAsync())!;
        Assert.Contains(console.Routing.Desks["PS_FERIZAJ"].NameEn, call.QuerySelector("dd")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("The Police Inspectorate", WhomToCall(call), StringComparison.Ordinal);

        async Task<AngleSharp.Dom.IElement?> CallAsync() => (await operators.GetAsync(report.Path)).Page.QuerySelectorAll(".late-copy").SingleOrDefault();
    }

    /// <summary>Nobody knows any more whom the reporter named, so nobody may be called who could be named.</summary>
    [Fact]
    public async Task Copy_LaterWordsNoLongerOpen_TheHelplineIsToldNotToCallItsDesk()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Nuk hapet më.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("WithWords", "true"), ("Desk", "PS_GJILAN"));
        await report.ExcludeLaterAsync("PS_FERIZAJ");
        await report.AlterAsync(Data.CaseItemKind.Exclusion);
        var call = (await operators.GetAsync(report.Path)).Page.QuerySelector(".late-copy")!;
        Assert.Contains("It may be that desk itself.", call.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("The Police Inspectorate", WhomToCall(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOff_OfWhatIsNoFileOfTheReport_IsNothingChosen()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Bosh.", file: new byte[3000]);
        var operators = await console["operator.helpline"].BrowserAsync();
        (string, string)[] terms = [("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN")];
        Assert.Equal(422, (await operators.HandOffAsync(report, [.. terms, ("Files", Guid.NewGuid().ToString())])).Status);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
        Assert.Equal(report.Path + "?done=handed_off", (await operators.HandOffAsync(report, [.. terms, ("Files", report.FileItem.ToString())])).Location);
    }

    [Fact]
    public async Task Terms_TheReceivingDeskIsWithheld_AreRefusedWithEverythingTyped()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Kundërthënie.");
        var operators = await console["operator.helpline"].BrowserAsync();
        var refused = await operators.AskHandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", "PS_GJILAN"), ("WithWords", "true"), ("Withheld", "PS_GJILAN"));
        Assert.Equal(422, refused.Status);
        Assert.Equal(["PS_GJILAN"], FormFields.Of(refused, "form:has(#Desk)")["Withheld"]);
        Assert.DoesNotContain("handed_off", await report.AuditActionsAsync());
    }

    [Fact]
    public async Task Desks_OfAList_StandInGroups_TheLikeliestFirst()
    {
        var officer = await console["officer.gjilan"].BrowserAsync();
        var theft = await TestReport.ArriveAsync(console, "PS_GJILAN", "Vjedhje.", told: ["PS_FERIZAJ"]);
        var groups = (await officer.GetAsync(theft.Path + "/pass-on")).Page.QuerySelectorAll("optgroup").ToList();
        Assert.Equal("Told of this report", groups[0].GetAttribute("label"));
        Assert.Equal(["PS_FERIZAJ"], groups[0].Children.Select(option => option.GetAttribute("value")));
        Assert.Equal("Region: Gjilan", groups[1].GetAttribute("label"));
        Assert.Equal("Central", groups[^1].GetAttribute("label"));
    }

    [Fact]
    public async Task HandOff_FileToChoose_SaysKindAndSize()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Me skedar.", file: new byte[3000]);
        var form = await (await console["operator.helpline"].BrowserAsync()).GetAsync(report.Path + "/hand-off");
        Assert.Equal("File 1 (MP4, 2 KB)", form.Page.QuerySelector("label[for=f-1]")!.TextContent.Trim());
    }

    private static string WhomToCall(AngleSharp.Dom.IElement call) => call.QuerySelectorAll("dd")[^1].TextContent.Trim();

    /// <summary>A copy has no notices: somebody who writes to the database makes these desks ask.</summary>
    private Task AskAsync(Guid copy, params string[] desks) => console.Writer.WriteAsync(
        (db, ct) =>
        {
            db.Notices.AddRange(desks.Select(desk => new Data.Notice
            {
                CaseId = copy,
                Desk = desk,
                Urgency = Urgency.Normal,
                CreatedAt = console.Clock.GetUtcNow(),
                AccessRequestedAt = console.Clock.GetUtcNow(),
            }));
            return db.SaveChangesAsync(ct);
        },
        CancellationToken.None);
}
