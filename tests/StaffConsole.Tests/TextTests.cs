using System.Text.RegularExpressions;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.BounceReport;
using ReportingService.StaffConsole.RecuseFromReport;
using ReportingService.StaffConsole.ReferReport;
using ReportingService.TestKit;
using ReportingService.Web.Languages;

namespace ReportingService.StaffConsole.Tests;

public sealed partial class TextTests
{
    private readonly TextCatalogue catalogue = new(typeof(StaffConsoleHost).Assembly);

    [Fact]
    public void Texts_AllLanguages_HaveTheSameKeys()
    {
        var keys = catalogue.KeysOf(SiteLanguage.En).Order().ToList();
        Assert.All(SiteLanguage.All, language => Assert.Equal(keys, catalogue.KeysOf(language).Order()));
    }

    [Fact]
    public void Texts_EveryKeyUsedInPagesAndCode_Exists()
    {
        var used = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "StaffConsole"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(key => !key.EndsWith('.')).Distinct().ToList();
        Assert.True(used.Count > 100);
        Assert.All(used, key => Assert.True(catalogue.Has(SiteLanguage.En, key), key));
    }

    [Fact]
    public void Texts_EveryMemberOfAClosedSet_HasAWord()
    {
        var keys = Of<Urgency>("urgency").Concat(Of<Core.Reports.ReportState>("state")).Concat(Of<Category>("category")).Concat(Of<ReportFlag>("flag"))
            .Concat(Of<Language>("language")).Concat(Of<AccountRole>("role")).Concat(Of<AccountState>("accounts.state"))
            .Concat(BounceModel.Reasons.Select(reason => "staff.bounce." + reason)).Concat(RecuseModel.Reasons.Select(reason => "staff.recuse." + reason))
            .Concat(ReferralRule.AllBodies.Select(body => "staff.refer.body." + body)).Concat(ReferralRule.Bases.Select(basis => "staff.refer.basis." + basis))
            .Concat(Outcomes.All.Select(outcome => "staff.outcome." + outcome));
        Assert.All(keys, key => Assert.True(catalogue.Has(SiteLanguage.En, key), key));
    }

    /// <summary>A rule author ticks conditions by name: each has one in every language, and none stands for two.</summary>
    [Fact]
    public void Texts_EveryConditionThatRulesAsk_HasANameOfItsOwnInEveryLanguage()
    {
        foreach (var language in SiteLanguage.All)
        {
            var names = Condition.All.Select(code => new[] { "staff.flag." + code, "staff.sign." + code }.Single(key => catalogue.Has(language, key)))
                .Select(key => catalogue.Get(language, key)).ToList();
            Assert.DoesNotContain(names, name => name.Contains('_', StringComparison.Ordinal));
            Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    /// <summary>What the page before closing promises is what the reporter reads.</summary>
    [Fact]
    public void Texts_WhatTheReporterWillRead_IsWhatTheCitizenPagesSay()
    {
        foreach (var tag in new[] { "en", "sq", "sr-Latn" })
        {
            var citizen = Read("Intake", "citizen", tag).Where(text => text.Key.StartsWith("outcome.", StringComparison.Ordinal)).ToDictionary(text => "staff.close.reads." + text.Key["outcome.".Length..], text => text.Value);
            var staff = Read("StaffConsole", "console", tag).Where(text => text.Key.StartsWith("staff.close.reads.", StringComparison.Ordinal)).ToDictionary();
            Assert.NotEmpty(citizen);
            Assert.Equal(citizen, staff);
            Assert.All(Outcomes.All, outcome => Assert.Contains("staff.close.reads." + Outcomes.ForReporter(outcome), staff.Keys));
        }
    }

    private static Dictionary<string, string> Read(string project, string file, string tag)
        => System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", project, "Languages", $"{file}.{tag}.json")))!;

    private static IEnumerable<string> Of<T>(string set)
        where T : struct, Enum
        => Enum.GetValues<T>().Select(value => $"staff.{set}.{Codes.Of(value)}");

    [GeneratedRegex("\"(staff\\.[a-z0-9_.]+)\"")]
    private static partial Regex Key();
}
