using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>Copies that left before the reporter named somebody, against who writes to the database or sends forms by hand.</summary>
public sealed class LateCopyTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private const string Ferizaj = "PS_FERIZAJ";
    private const string Gjilan = "PS_GJILAN";

    /// <summary>Threat: the words that name the desk with the copy are put before those it was told of, and the helpline calls that desk.</summary>
    [Fact]
    public async Task Copy_LaterWordsChangePlaces_ItsDeskIsStillNamedAndNotCalled()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Radhitja u ndryshua.");
        var operators = await console["operator.helpline"].BrowserAsync();
        await report.ExcludeLaterAsync(Ferizaj);
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", Gjilan), ("WithWords", "true"));
        await console.Writer.WriteAsync(
            (db, ct) => db.CaseItems.Where(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Note).ExecuteUpdateAsync(item => item.SetProperty(row => row.Seq, 40), ct),
            CancellationToken.None);
        await report.ExcludeLaterAsync(Gjilan);
        var before = await LateOfAsync(report, operators);
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                var items = await db.CaseItems.Where(item => item.CaseId == report.Id.Value && item.Kind == CaseItemKind.Exclusion).OrderBy(item => item.Seq).ToListAsync(ct);
                await db.CaseItems.Where(item => item.Id == items[1].Id).ExecuteUpdateAsync(item => item.SetProperty(row => row.Seq, items[0].Seq - 1), ct);
            },
            CancellationToken.None);

        var after = await LateOfAsync(report, operators);
        Assert.Equal(before, after);
        Assert.Contains("Do not call the desk that has a copy", after, StringComparison.Ordinal);
        Assert.Contains(console.Routing.Desks[Ferizaj].NameEn, after, StringComparison.Ordinal);
        Assert.Contains("among those that must not get it", after, StringComparison.Ordinal);
    }

    /// <summary>What the form says of the call is not believed: only what the page could have said when it was pressed is put on record, once.</summary>
    [Fact]
    public async Task Told_FormWrittenByHand_OnlyNewWordsAreRecordedAndWhomThePageNamed()
    {
        var (report, operators) = await LateAsync("Formular i shkruar me dorë.", Gjilan);
        foreach (var known in new[] { "0", "-1", "2", "99999999999", "një", "" })
        {
            Assert.Equal(report.Path + "?not=copy_told", await ToldAsync(report, operators, known));
        }

        Assert.Empty(await LinesAsync(report));
        Assert.Equal(report.Path + "?done=copy_told_above", await ToldAsync(report, operators, "1", ("Above", "false")));
        Assert.Equal(report.Path + "?not=copy_told", await ToldAsync(report, operators, "1"));
        Assert.Contains(";later=1;called=above;item=", Assert.Single(await LinesAsync(report)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_PressedInManyWindowsAtOnce_IsOnRecordOnce()
    {
        var (report, operators) = await LateAsync("Shumë dritare.", Ferizaj);
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ToldAsync(report, operators, "1")));
        Assert.Single(all, report.Path + "?done=copy_told");
        Assert.DoesNotContain("called=above", Assert.Single(await LinesAsync(report)), StringComparison.Ordinal);
    }

    /// <summary>Threat: the page said to call the desk, words that name it come meanwhile, and the press says that they were told or that somebody above it was called.</summary>
    [Fact]
    public async Task Told_MoreWordsCameSinceThePage_IsNotRecordedAndSaysSo()
    {
        var (report, operators) = await LateAsync("Edhe më vonë.", Ferizaj);
        var page = await operators.GetAsync(report.Path);
        await report.ExcludeLaterAsync(Gjilan);
        var refused = await FormFields.Of(page, ".late-copy form").SendAsync(operators);
        Assert.Equal(report.Path + "?not=copy_told", refused.Location);
        Assert.Contains("the reporter has written more since then", (await operators.GetAsync(refused.Location!)).Text, StringComparison.Ordinal);
        Assert.Empty(await LinesAsync(report));
    }

    private async Task<(TestReport Report, Browser Operators)> LateAsync(string words, string excluded)
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", words);
        var operators = await console["operator.helpline"].BrowserAsync();
        await operators.HandOffAsync(report, ("Basis", "consent"), ("Words", "Po."), ("Desk", Gjilan), ("WithWords", "true"));
        await report.ExcludeLaterAsync(excluded);
        return (report, operators);
    }

    private static async Task<string> LateOfAsync(TestReport report, Browser browser)
        => string.Concat((await browser.GetAsync(report.Path)).Page.QuerySelectorAll(".late-copy :is(h2, p, dl)").Select(part => part.TextContent));

    private static async Task<string?> ToldAsync(TestReport report, Browser browser, string known, params (string Name, string Value)[] more)
    {
        // By the item with the copy's terms.
        var item = (await DetailsAsync(report, "handed_off")).Single()[^32..];
        return (await browser.SubmitAsync(report.Path + "/hand-off", report.Path + "/hand-off?handler=Told", [("Item", item), ("Answers", known), .. more])).Location;
    }

    private static Task<List<string>> LinesAsync(TestReport report) => DetailsAsync(report, "copy_desk_told");

    private static async Task<List<string>> DetailsAsync(TestReport report, string action)
    {
        var name = (await report.RowAsync()).AuditId.ToString("N");
        await using var db = await report.Console.ReadAsync();
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == name && entry.Action == action).Select(entry => entry.Detail).ToListAsync();
    }
}
