using System.Text.RegularExpressions;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.SubmitReport;
using ReportingService.Scrubbing;
using ReportingService.TestKit;
using ReportingService.Web.Languages;

namespace ReportingService.Intake.Tests.Pages;

public sealed partial class TextKeysTests
{
    private readonly TextCatalogue texts = new(typeof(IntakeHost).Assembly);

    [Fact]
    public void Languages_AllFour_HaveTheSameKeysAndPlaceholders()
    {
        var keys = texts.KeysOf(SiteLanguage.Sq).Order(StringComparer.Ordinal).ToList();
        foreach (var language in SiteLanguage.All)
        {
            Assert.Equal(keys, texts.KeysOf(language).Order(StringComparer.Ordinal));
            foreach (var key in keys)
            {
                Assert.Equal(Placeholders(texts.Get(SiteLanguage.Sq, key)), Placeholders(texts.Get(language, key)));
            }
        }
    }

    [Fact]
    public void Keys_UsedInPagesAndCode_Exist()
    {
        var source = Path.Combine(RepositoryRoot.Path, "src");
        var used = new[] { "Intake", "Web" }.SelectMany(project => Directory.EnumerateFiles(Path.Combine(source, project), "*.cs*", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(key => !key.EndsWith('.')).ToHashSet(StringComparer.Ordinal);
        Assert.True(used.Count > 100, "The search finds the keys.");
        Assert.All(used, key => Assert.True(texts.Has(SiteLanguage.Sq, key), key));
    }

    /// <summary>A sentence that no page shows is work for translators and a promise nobody sees.</summary>
    [Theory]
    [InlineData("Intake", "citizen")]
    [InlineData("Intake", "notices")]
    [InlineData("StaffConsole", "console")]
    [InlineData("Web", "problems")]
    [InlineData("Web", "site")]
    public void Keys_OfAFile_AreAllUsed(string project, string area)
    {
        var source = SourceOf(project == "Web" ? ["Web", "Intake", "StaffConsole"] : [project, "Web"]);
        var file = Path.Combine(RepositoryRoot.Path, "src", project, "Languages", area + ".sq.json");
        var keys = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!.Keys;
        Assert.Equal([], Unused(keys, source));

        // Positive control: the search does find one.
        Assert.Equal(["nothing.shows.this"], Unused(keys.Append("nothing.shows.this"), source));
    }

    /// <summary>Used: written out, or made from a beginning that is (<c>"status." + code</c>, <c>$"staff.{set}.{code}"</c>, <c>Word("set", ...)</c>, the sets whose codes stand in the log).</summary>
    private static List<string> Unused(IEnumerable<string> keys, string source)
    {
        var whole = Regex.Matches(source, "\"([a-zA-Z][a-zA-Z0-9_.]+)\"").Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var begun = Regex.Matches(source, "\"([a-z][a-zA-Z0-9_.]*\\.)(?:\" *[+;]|\\{)").Select(match => match.Groups[1].Value).Where(prefix => prefix != "staff.").ToHashSet(StringComparer.Ordinal);
        begun.UnionWith(Regex.Matches(source, "Word\\(\"([a-zA-Z_.]+)\"").Select(match => "staff." + match.Groups[1].Value + "."));
        begun.UnionWith(Regex.Matches(source, "StartsWith\\(\"([a-z]+\\.)\"").Select(match => "staff." + match.Groups[1].Value));
        begun.UnionWith(Regex.Matches(source, "ClosedSets = \\[([^\\]]*)\\]").SelectMany(set => Regex.Matches(set.Groups[1].Value, "\"([a-z.]+\\.)\"")).Select(match => match.Groups[1].Value));
        return [.. keys.Where(key => !whole.Contains(key) && !begun.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
    }

    private static string SourceOf(IEnumerable<string> projects)
        => string.Concat(projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", project), "*.cs*", SearchOption.AllDirectories))
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)).Select(File.ReadAllText));

    [Fact]
    public void Keys_MadeFromCodes_Exist()
    {
        IEnumerable<string> keys =
        [
            .. ReportFields.Choosable.Select(category => "category." + Codes.Of(category)),
            .. Enum.GetValues<ReportState>().Select(state => "status." + Codes.Of(state)),
            .. Enum.GetValues<Urgency>().Select(urgency => "sent.next." + Codes.Of(urgency)),
            .. Outcomes.All.Select(outcome => "outcome." + Outcomes.ForReporter(outcome)),
            .. Enum.GetValues<RefusalCode>().Select(code => "refusal." + code.Text()),
            .. Enum.GetValues<RemovalKind>().Select(kind => "removed." + RemovalReport.Text(kind)),
            "sent.next.protected", "refusal.not_to_holder", "refusal.not_read_again", "refusal.too_many", "refusal.too_large", "refusal.total_too_large", "refusal.empty",
            .. ReportFields.Ticks.SelectMany(tick => new[] { "about." + tick, "about." + tick + ".why" }),
        ];
        Assert.All(keys, key => Assert.True(texts.Has(SiteLanguage.Sq, key), key));
    }

    /// <summary>The promise is the clock staff are held to; an emergency is told of the alarm instead.</summary>
    [Fact]
    public void Promise_OfEveryUrgencyWithAClock_LeavesRoomForItsTime()
    {
        foreach (var urgency in Enum.GetValues<Urgency>())
        {
            var timed = TakingClock.Of(urgency) is not null && urgency != Urgency.Emergency;
            Assert.Equal(timed, texts.Get(SiteLanguage.Sq, "sent.next." + Codes.Of(urgency)).Contains("{n}", StringComparison.Ordinal));
        }
    }

    /// <summary>"Kod" is the code, and also "with": on pages about the code, the second is said only where it can't be taken for the first.</summary>
    [Fact]
    public void Serbian_WithSomebody_IsNotTakenForTheCode()
    {
        Assert.All(texts.KeysOf(SiteLanguage.SrLatn), key => Assert.True(IsClear(texts.Get(SiteLanguage.SrLatn, key)), key));
        Assert.False(IsClear("Kod jedinice je. Još nije pročitana."));

        static bool IsClear(string text)
            => Regex.Matches(text, @"\bkod (?:nas|jedinic|linij|polic|inspekt|različit|orga|oso)", RegexOptions.IgnoreCase)
                .All(match => Regex.IsMatch(text[..match.Index], @"\bnalaz[ie] se $", RegexOptions.IgnoreCase));
    }

    [Fact]
    public void Cyrillic_EveryText_IsWrittenInCyrillic()
    {
        foreach (var key in texts.KeysOf(SiteLanguage.SrCyrl))
        {
            var words = Regex.Replace(texts.Get(SiteLanguage.SrCyrl, key), @"\{[^}]*\}", " ");
            Assert.DoesNotMatch(@"[čćžšđČĆŽŠĐ]|\b(i|je|se|da|na|za|ne|u|o)\b", words);
        }
    }

    private static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("""\bT\["([a-zA-Z0-9_.]+)"[\],]""")]
    private static partial Regex Literal();
}
