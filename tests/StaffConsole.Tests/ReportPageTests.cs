using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;
using ReportingService.StaffConsole.OpenReport;
using ReportingService.StaffConsole.Tests.Running;

namespace ReportingService.StaffConsole.Tests;

/// <summary>What an officer could take for something else on a report's page.</summary>
public sealed class ReportPageTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    [Fact]
    public async Task File_SentWithAnAnswer_StandsInTheConversationAndOnlyThere()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Fjalët e para.", file: new byte[3000]);
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains(report.FileItem.ToString("N"), Links(await officer.GetAsync(report.Path), "section[aria-labelledby=files-title]"), StringComparison.Ordinal);

        // A message may name items that are not there: nothing is shown for them.
        await report.AnswerAsync("Kjo është fotoja.", new SentFile(report.FileItem, "video/mp4", 3000), new SentFile(Guid.NewGuid(), "image/jpeg", 1));
        await report.AnswerAsync("", new SentFile(Guid.NewGuid(), "image/jpeg", 1));
        var page = await officer.GetAsync(report.Path);
        Assert.DoesNotContain(report.FileItem.ToString("N"), Links(page, "section[aria-labelledby=files-title]"), StringComparison.Ordinal);
        var message = page.Page.QuerySelectorAll(".talk .from-reporter").Single(entry => entry.TextContent.Contains("Kjo është fotoja.", StringComparison.Ordinal));
        Assert.Contains(report.FileItem.ToString("N"), message.InnerHtml, StringComparison.Ordinal);
        Assert.Single(message.QuerySelectorAll("figure"));
        Assert.Equal(2, page.Page.QuerySelectorAll(".talk .from-reporter").Length);
        Assert.DoesNotContain("mediaType", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "the victim writes (ticked)")]
    [InlineData(false, "the victim writes (guess from the words, not ticked)")]
    public async Task Victim_TickedOrGuessed_IsSaid(bool ticked, string says)
    {
        var labels = new ReportLabels { Language = Language.Sq, Category = Category.Theft, Flags = [ReportFlag.VictimSelf, ReportFlag.Weapon], Ticks = new ReportTicks(Victim: ticked) };
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Më vodhën.", labels: labels);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync(report.Path);
        Assert.Equal([says, "weapon (guess from the words)"], page.Page.QuerySelectorAll(".gist .tag").Select(tag => tag.TextContent.Trim()));
    }

    /// <summary>Words and form say the same: it was chosen, whichever decided. A place that nobody chose is a guess.</summary>
    [Theory]
    [InlineData(true, "The reporter chose the category theft, burglary.")]
    [InlineData(false, "The words of the text point to theft, burglary.")]
    public async Task Category_ChosenInTheFormOrReadFromTheWords_IsSaidWhereItStandsAndInTheReasons(bool chosen, string reason)
    {
        var labels = new ReportLabels
        {
            Language = Language.Sq,
            Category = Category.Theft,
            CategorySource = LabelSource.Lexicon,
            Municipality = "gjilan",
            PlaceLayer = PlaceLayer.Municipality,
            Ticks = chosen ? new ReportTicks(Category.Theft) : new ReportTicks(Municipality: "gjilan"),
        };
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Më vodhën.", labels: labels, reasons: ["category.written theft", "place.municipality gjilan"]);
        var page = (await (await console["officer.gjilan"].BrowserAsync()).GetAsync(report.Path)).Page;
        var guess = Assert.Single(page.QuerySelectorAll(".gist .tag--guess")).TextContent;
        Assert.Contains(chosen ? "Gjilan" : "theft", guess, StringComparison.Ordinal);
        Assert.Contains("guess from the words", guess, StringComparison.Ordinal);
        Assert.Equal(
            [reason, chosen ? "From the words: the municipality is Gjilan." : "The municipality is Gjilan."],
            page.QuerySelectorAll(".report__side .reasons li").Select(item => item.TextContent.Trim()));

        // What the category says is not said again.
        labels = labels with { Category = Category.HateCrime, Flags = [ReportFlag.HateCrime, ReportFlag.Threat] };
        Assert.Equal([ReportFlag.Threat], new Guesses(labels, Category.HateCrime, null).Flags);
    }

    /// <summary>Last year's report keeps the sector it had, though the sectors were drawn anew since.</summary>
    [Theory]
    [InlineData("TEST-NORTH", "2025-05-01", "Old north")]
    [InlineData("TEST-NORTH", "2026-05-01", "New north")]
    [InlineData("TEST-SOUTH", "2025-05-01", "TEST-SOUTH")]
    [InlineData("TEST-GONE", "2026-05-01", "TEST-GONE")]
    public async Task Sector_NamedAsOnTheDayItCame_UnknownByItsCode(string code, string day, string says)
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Më vodhën.", labels: new ReportLabels { Language = Language.Sq, Category = Category.Theft, Sector = code });
        var came = new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), new TimeOnly(23, 59), TimeSpan.Zero);
        await console.Writer.WriteAsync(
            async (db, ct) => (await db.Cases.SingleAsync(row => row.Id == report.Id.Value, ct)).CreatedAt = came,
            TestContext.Current.CancellationToken);
        var page = await (await console["officer.gjilan"].BrowserAsync()).GetAsync(report.Path);
        Assert.Contains("Patrol sector: " + says, page.Page.QuerySelectorAll(".gist li").Select(item => item.TextContent.Trim()));
    }

    [Fact]
    public async Task TakeAndAccept_AreExplainedWhereTheyStand()
    {
        var report = await TestReport.ArriveAsync(console, "PS_GJILAN", "Kush e merr?");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.Contains("The reporter sees nothing of it", Explained(await officer.GetAsync(report.Path)), StringComparison.Ordinal);
        await officer.SubmitAsync(report.Path, report.Path + "/take");
        Assert.Contains("the reporter reads so", Explained(await officer.GetAsync(report.Path)), StringComparison.Ordinal);
        await officer.SubmitAsync(report.Path, report.Path + "/accept");
        Assert.DoesNotContain("the reporter reads so", Explained(await officer.GetAsync(report.Path)), StringComparison.Ordinal);
    }

    /// <summary>An outcome stands in clear and on the receipt: the helpline has one that tells nothing, and none that tells of the police.</summary>
    [Fact]
    public async Task Helpline_ClosesAndAsksInWordsOfItsOwn()
    {
        var report = await TestReport.ArriveAsync(console, "HELPLINE", "Vetëm për linjën.");
        var operators = await console["operator.helpline"].BrowserAsync();
        Assert.Equal(["concluded", "acted", "duplicate", "not_serious"], Values(await operators.GetAsync(report.Path + "/close"), "input[name=Outcome]"));
        Assert.Equal(["", "safe_write", "safe"], Values(await operators.GetAsync(report.Path), "#Ready option").Take(3));
        Assert.Equal(422, (await operators.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "proceedings"))).Status);
        Assert.Contains("The conversation has ended.", (await operators.SubmitAsync(report.Path + "/close", report.Path + "/close", ("Outcome", "concluded"))).Text, StringComparison.Ordinal);

        var other = await TestReport.ArriveAsync(console, "PS_GJILAN", "E policisë.");
        var officer = await console["officer.gjilan"].BrowserAsync();
        Assert.DoesNotContain("concluded", Values(await officer.GetAsync(other.Path + "/close"), "input[name=Outcome]"));
        Assert.Equal(422, (await officer.SubmitAsync(other.Path + "/close", other.Path + "/close", ("Outcome", "concluded"))).Status);
        Assert.DoesNotContain("safe_write", Values(await officer.GetAsync(other.Path), "#Ready option"));
    }

    /// <summary>Codes are for machines: no reason and no excluded unit is shown by one, in any language.</summary>
    [Theory]
    [InlineData("en", "local and regional police", "category: official corruption")]
    [InlineData("sq", "policia lokale dhe rajonale", "kategoria: korrupsion zyrtar")]
    [InlineData("sr-Latn", "lokalna i regionalna policija", "kategorija: korupcija službenika")]
    public async Task Reasons_UnitsAndCategories_AreNamedInTheReadersLanguage(string tag, string local, string contradiction)
    {
        var report = await TestReport.ArriveAsync(
            console, "PS_GJILAN", "Jo policia.", excluded: ["DVU", "DVU_FERIZAJ", "PS_FERIZAJ", "RIS"],
            reasons: ["exclusion.refused LOCAL", "exclusion.concerned DVU", "exclusion.concerned PS_FERIZAJ", "contradiction category corruption_official theft", "place.region GJILAN"]);
        var officer = await console["officer.gjilan"].BrowserAsync();
        officer.Cookies.Add(console.Address, new System.Net.Cookie("console-language", tag));
        var page = (await officer.GetAsync(report.Path)).Page;
        officer.Cookies.Add(console.Address, new System.Net.Cookie("console-language", "en"));

        var lists = page.QuerySelectorAll(".report__side .reasons").Select(list => list.QuerySelectorAll("li").Select(item => item.TextContent.Trim()).ToList()).ToList();
        Assert.Equal([5, 3], lists.Select(list => list.Count));
        Assert.Contains(local, lists[0][0], StringComparison.Ordinal);
        Assert.Contains(contradiction, lists[0][3], StringComparison.Ordinal);
        Assert.All(lists.SelectMany(list => list), words => Assert.DoesNotMatch("[A-Z]{3,}|_", words));
    }

    private static string Links(Answer page, string section) => page.Page.QuerySelector(section)?.InnerHtml ?? "";

    private static string Explained(Answer page) => page.Page.QuerySelector(".strip")!.TextContent;

    private static IEnumerable<string?> Values(Answer page, string selector) => page.Page.QuerySelectorAll(selector).Select(choice => choice.GetAttribute("value"));
}
