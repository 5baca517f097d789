using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Tests.Routing;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("\"unit\": \"NARC\", \"otherwise\"", "\"unit\": \"NOBODY\", \"otherwise\"", "not a unit")]
    [InlineData("\"id\": \"national\", \"unit\": \"DESK\"", "\"id\": \"national\", \"otherwise\": \"regional\", \"unit\": \"DESK\"", "cycle")]
    [InlineData("\"fallback\": \"national\"", "\"fallback\": \"nowhere\"", "not a rule")]
    [InlineData("\"whenAny\": [\"street_sale\"], ", "", "overlaps")]
    [InlineData("\"street_sale\"", "\"street_sail\"", "neither a flag nor a sign")]
    [InlineData("\"category\": \"spam\", ", "", "no rule without conditions")]
    [InlineData("\"otherwise\": \"drugs\"", "\"otherwise\": \"drogs\"", "not a rule")]
    [InlineData("\"rules\": [", "\"rules\": [ oops", "not JSON")]
    [InlineData("\"unit\": \"NARC\", \"otherwise\"", "\"note\": \"a\u202Eb\", \"unit\": \"NARC\", \"otherwise\"", "not seen")]
    public void Load_FaultyRules_RefusedWithTheLine(string good, string bad, string fault)
    {
        Assert.Contains(good, RoutingFiles.Rules, StringComparison.Ordinal);

        var refused = Assert.Throws<RuleSetException>(() => RoutingFiles.Load(RoutingFiles.Rules.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Line > 1, refused.Message);
    }

    [Fact]
    public void Between_OneRuleChanged_NamesItAndDryRunShowsWhatMoves()
    {
        var before = RoutingFiles.Data.Rules;
        var after = RoutingFiles.Load(RoutingFiles.Rules.Replace("\"unit\": \"NARC\"", "\"unit\": \"DOC\"", StringComparison.Ordinal));

        var change = Assert.Single(RuleSetDifference.Between(before, after));
        var moved = DryRun.Compare(before, after, RoutingFiles.Data.Desks, [new ReportLabels { Category = Category.Drugs }, new ReportLabels { Category = Category.Theft }]);

        Assert.Equal("drugs", change.RuleId);
        Assert.Equal("DOC", Assert.Single(moved).After.Desk);
    }

    [Fact]
    public void Load_OwnRules_EveryReasonHasWords()
        => Assert.All(new[] { "rule x", "protected PIK", "place.unknown", "category.written drugs", "urgency.danger-now", "urgency.raised event_dated", "urgency.in-progress-ticked" },
            r => Assert.Equal(3, new[] { "sq", "sr", "en" }.Select(language => RoutingFiles.Data.Reasons.Say(r, language)).Where(said => said != r).Distinct().Count()));
}
