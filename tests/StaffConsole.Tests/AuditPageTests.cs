using ReportingService.Data;
using ReportingService.StaffConsole.Tests.Running;
using ReportingService.TestKit;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Tests;

/// <summary>The audit log as an auditor reads it.</summary>
public sealed class AuditPageTests(RunningConsole console) : IClassFixture<RunningConsole>
{
    private const string Key = "staff.audit.action.";

    [Fact]
    public void Actions_AllThatTheCodeWrites_HaveAWordInEveryLanguageAndNoOthers()
    {
        var sources = Sources();
        var written = WrittenActions.In(sources);
        var catalogue = new TextCatalogue(typeof(StaffConsoleHost).Assembly);

        // Each of these is found another way: as it is, through a constant, through a method, behind a condition, in another project.
        Assert.Superset(new HashSet<string> { "note_added", "hand_off_proposed", "rules_dropped", "desk_removed", "report_bounced", "report_taken_over", "trust_refused" }, written.ToHashSet());
        Assert.All(SiteLanguage.All, language => Assert.Equal(
            written.Order(StringComparer.Ordinal),
            catalogue.KeysOf(language).Where(key => key.StartsWith(Key, StringComparison.Ordinal)).Select(key => key[Key.Length..]).Order(StringComparer.Ordinal)));

        // Two kinds under one name would be two lines of the filter that nobody can tell apart.
        Assert.All(SiteLanguage.All, language => Assert.Distinct(written.Select(action => catalogue.Get(language, Key + action))));
        Assert.Contains("planted_action", WrittenActions.In([.. sources, "await audit.AppendAsync(db, user.Actor, \"planted_action\", \"x\", \"\", ct);"]));
    }

    [Fact]
    public void Details_AllThatTheCodeWrites_HaveAWordInEveryLanguageAndNoOthers()
    {
        const string key = "staff.audit.detail.";
        var sources = Sources();
        var written = WrittenDetails.In(sources);
        var catalogue = new TextCatalogue(typeof(StaffConsoleHost).Assembly);

        // Alone, after another, before what is put in, in a constant.
        Assert.Superset(new HashSet<string> { "code", "later", "desk", "for", "called" }, written.ToHashSet());
        Assert.All(SiteLanguage.All, language => Assert.Equal(
            written.Order(StringComparer.Ordinal),
            catalogue.KeysOf(language).Where(known => known.StartsWith(key, StringComparison.Ordinal)).Select(known => known[key.Length..]).Order(StringComparer.Ordinal)));
        Assert.All(SiteLanguage.All, language => Assert.Distinct(written.Select(name => catalogue.Get(language, key + name))));
        Assert.Contains("planted", WrittenDetails.In([.. sources, "await audit.AppendAsync(db, user.Actor, \"note_added\", \"x\", $\"{basis};planted={number}\", ct);"]));
    }

    [Fact]
    public async Task Page_InEveryLanguage_NamesActionAndSubjectAndShowsEveryDetail()
    {
        var number = Guid.NewGuid().ToString("N");
        var officer = console["officer.gjilan"];
        var audit = console.Services.GetService(typeof(Audit)) as Audit;
        await console.Writer.WriteAsync(
            async (db, ct) =>
            {
                await audit!.AppendAsync(db, officer.Id.ToString("N"), "key_opened", number, "desk=PS_GJILAN;epoch=3;for=read_exclusions", ct);
                await audit.AppendAsync(db, "triage", "member_admitted", "PS_GJILAN", officer.Id.ToString("N"), ct);
                await audit.AppendAsync(db, officer.Id.ToString("N"), "report_passed_on", number, "PS_GJILAN>RPD_GJILAN", ct);
                await audit.AppendAsync(db, "rules", "rules_refused", "version:7", "bad_signature", ct);
                await audit.AppendAsync(db, "custodian", "something_older", number, "left=as_it_was", ct);
                return true;
            },
            CancellationToken.None);
        var auditor = await console["auditor.test"].BrowserAsync();
        foreach (var (tag, opened, purpose) in new[] { ("en", "opened the report's key", "purpose: reading the exclusions"), ("sq", "hapi çelësin e raportit", "qëllimi: lexim i përjashtimeve"), ("sr-Latn", "otvorio ključ prijave", "svrha: čitanje isključenja") })
        {
            auditor.Cookies.Add(console.Address, new System.Net.Cookie("console-language", tag));
            var rows = (await auditor.GetAsync("/audit")).Page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();

            var line = rows.First(row => row.Contains("key_opened", StringComparison.Ordinal) && row.Contains(number, StringComparison.Ordinal));
            Assert.All([opened, purpose, "officer.gjilan", "(PS_GJILAN)", ": 3"], words => Assert.Contains(words, line, StringComparison.Ordinal));
            Assert.Contains(rows, row => row.Contains("member_admitted", StringComparison.Ordinal) && row.Contains("officer.gjilan", StringComparison.Ordinal));
            Assert.Contains(rows, row => row.Contains("(PS_GJILAN) → ", StringComparison.Ordinal) && row.Contains("(RPD_GJILAN)", StringComparison.Ordinal));
            Assert.DoesNotContain(rows, row => row.Contains("version:7", StringComparison.Ordinal));
            Assert.Contains(rows, row => row.Contains("rules_refused", StringComparison.Ordinal) && row.Contains(": 7", StringComparison.Ordinal));
            Assert.Contains(rows, row => row.Contains("something_older", StringComparison.Ordinal) && row.Contains("left: as_it_was", StringComparison.Ordinal));
        }

        auditor.Cookies.Add(console.Address, new System.Net.Cookie("console-language", "en"));
    }

    /// <summary>What is looked for stands in the address, page by page, without scripts.</summary>
    [Fact]
    public async Task Filter_ActionAccountAndDays_ShowsThoseLinesAndThePlaceIsInTheAddress()
    {
        var officer = console["officer.ferizaj"];
        var audit = (Audit)console.Services.GetService(typeof(Audit))!;

        // From noon on, so that the day does not change on the way.
        console.Clock.Advance(TimeSpan.FromHours((3 * 24) + 36) - Layout.Dates.Local(console.Clock.GetUtcNow()).TimeOfDay);
        var first = DateOnly.FromDateTime(Layout.Dates.Local(console.Clock.GetUtcNow()).Date);
        await WriteAsync("report_closed", 120);
        await WriteAsync("note_added", 2);
        console.Clock.Advance(TimeSpan.FromDays(2));
        await WriteAsync("report_closed", 1);
        var auditor = await console["auditor.test"].BrowserAsync();
        string Day(int later) => first.AddDays(later).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var page = await auditor.GetAsync($"/audit?action=report_closed&account=officer.ferizaj&from={Day(0)}&until={Day(1)}");
        Assert.Equal(100, Rows(page).Count);
        Assert.All(Rows(page), row => Assert.Contains("report_closed", row, StringComparison.Ordinal));
        Assert.Equal(("report_closed", "officer.ferizaj", Day(0)), (FormFields.Of(page, "form.filter")["action"].Single(), FormFields.Of(page, "form.filter")["account"].Single(), FormFields.Of(page, "form.filter")["from"].Single()));
        var rest = await auditor.GetAsync(page.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(20, Rows(rest).Count);
        Assert.Null(rest.Page.QuerySelector("a[rel=next]"));

        Assert.Equal(2, Rows(await auditor.GetAsync($"/audit?action=note_added&account=OFFICER.FERIZAJ&from={Day(0)}")).Count);
        Assert.Single(Rows(await auditor.GetAsync($"/audit?action=report_closed&account=officer.ferizaj&from={Day(2)}")));
        Assert.Empty(Rows(await auditor.GetAsync($"/audit?action=report_closed&from={Day(3)}")));
        Assert.NotEmpty(Rows(await auditor.GetAsync("/audit?account=key+custodian")));
        var nobody = await auditor.GetAsync("/audit?account=nobody.here");
        Assert.Empty(Rows(nobody));
        Assert.NotNull(nobody.Page.QuerySelector("#account-wrong"));
        Assert.NotEmpty(Rows(await auditor.GetAsync("/audit?from=soon&before=x")));

        Task WriteAsync(string action, int times) => console.Writer.WriteAsync(
            async (db, ct) =>
            {
                for (var line = 0; line < times; line++)
                {
                    await audit.AppendAsync(db, officer.Id, action, Guid.NewGuid(), "", ct);
                }

                return true;
            },
            CancellationToken.None);
    }

    private static List<string> Sources()
        => [.. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(File.ReadAllText)];

    private static List<string> Rows(Answer page) => [.. page.Page.QuerySelectorAll(".log tbody tr").Select(row => row.TextContent)];
}
