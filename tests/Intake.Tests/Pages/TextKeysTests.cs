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

    [Fact]
    public void Keys_MadeFromCodes_Exist()
    {
        IEnumerable<string> keys =
        [
            .. ReportFields.Choosable.Select(category => "category." + Codes.Of(category)),
            .. Enum.GetValues<ReportState>().Select(state => "status." + Codes.Of(state)),
            .. Enum.GetValues<Urgency>().Select(urgency => "sent.next." + Codes.Of(urgency)),
            .. Enum.GetValues<RefusalCode>().Select(code => "refusal." + code.Text()),
            .. Enum.GetValues<RemovalKind>().Select(kind => "removed." + RemovalReport.Text(kind)),
            "sent.next.protected", "refusal.not_to_holder", "refusal.too_many", "refusal.too_large", "refusal.total_too_large", "refusal.empty",
            .. ReportFields.Ticks.SelectMany(tick => new[] { "about." + tick, "about." + tick + ".why" }),
        ];
        Assert.All(keys, key => Assert.True(texts.Has(SiteLanguage.Sq, key), key));
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
