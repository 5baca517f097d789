using FsCheck;
using FsCheck.Fluent;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Tests.Routing;

/// <summary>No combination of labels and rules, even hostile rules, reaches a unit that must not get the report.</summary>
public sealed class RoutingInvariantTests
{
    private static readonly DeskDirectory Desks = RoutingFiles.Data.Desks;

    private static readonly string[] Codes = [.. Desks.All.Select(d => d.Code).Concat(Desks.Units).Append("NO_SUCH_UNIT")];

    [Fact]
    public void Route_AnyLabelsAnyRules_NeverAnExcludedUnitNeverEmpty()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000), Prop.ForAll(Labels().ToArbitrary(), HostileRules().ToArbitrary(), (labels, rules) =>
        {
            var decision = new Router(rules, Desks).Route(labels, RoutingFiles.EveryDesk);
            var excluded = Exclusion.Of(labels, Desks);
            Assert.NotNull(Desks.Find(decision.Desk));
            if (decision.Protection == Protection.None)
            {
                Assert.DoesNotContain(decision.Desk, excluded);
                Assert.DoesNotContain(decision.Unit, excluded);
            }

            Assert.DoesNotContain(decision.AlsoNotify, excluded.Contains);
            Assert.Equal(decision.Domain, Desks[decision.HoldingDesk ?? decision.Desk].Domain);
        }));
    }

    [Fact]
    public void Route_ProtectedLabelsAnyRules_OnlyTheProtectedDeskAndNobodyTold()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000), Prop.ForAll(Labels().ToArbitrary(), HostileRules().ToArbitrary(), (labels, rules) =>
        {
            var decision = new Router(rules, Desks).Route(labels, RoutingFiles.EveryDesk);
            var named = ProtectionRule.Of(labels) switch
            {
                Protection.Helpline => "HELPLINE",
                Protection.Pik => "PIK",
                Protection.Internal => "DIIBC",
                _ => null,
            };
            if (named is not null)
            {
                Assert.Equal(named, decision.Desk);
                Assert.Empty(decision.AlsoNotify);
                Assert.NotEqual(KeyDomain.Police, decision.Domain);
            }

            if (labels.Ticks.HelplineOnly && !ProtectionRule.Concerned(labels).Contains("HELPLINE"))
            {
                Assert.Equal("HELPLINE", decision.Desk);
            }

            if (labels.Ticks.AboutPolice || labels.Has(ReportFlag.SubjectIsPolice))
            {
                Assert.NotEqual(KeyDomain.Police, decision.Domain);
            }
        }));
    }

    [Fact]
    public void Route_NoDeskReady_HoldsNothingAndKeepsTheDomain()
    {
        var labels = new ReportLabels { Category = Category.Theft, Municipality = "gjilan", Region = "GJILAN" };

        var decision = RoutingFiles.Data.Router.Route(labels, new DeskReadiness(new HashSet<string> { "PIK", "HELPLINE" }));

        Assert.Equal("PS_GJILAN", decision.Desk);
        Assert.Null(decision.HoldingDesk);
    }

    [Fact]
    public void ToBytes_WithPin_DropsThePin()
    {
        var labels = new ReportLabels { Ticks = new ReportTicks(Pin: new Places.GeoPoint(42.123456, 21.654321)), ConcernedUnits = ["PS_GJILAN"] };

        var bytes = labels.ToBytes();

        Assert.DoesNotContain("42.12", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal("PS_GJILAN", Assert.Single(ReportLabels.FromBytes(bytes).ConcernedUnits));
    }

    private static Gen<ReportLabels> Labels()
        => from category in Gen.Elements(Enum.GetValues<Category>().Cast<Category?>().Append(null).ToArray())
           from urgency in Gen.Elements(Urgency.None, Urgency.None, Urgency.Emergency, Urgency.High)
           from flags in Gen.ListOf(Gen.Elements(Enum.GetValues<ReportFlag>()), 3)
           from signs in Gen.ListOf(Gen.Elements(Enum.GetValues<Sign>()), 3)
           from municipality in Gen.Elements(Desks.Municipalities.All.Select(m => (string?)m.Slug).Append(null).ToArray())
           from concerned in Gen.SubListOf(Codes)
           from some in Gen.Choose(0, 3)
           from refused in Gen.Elements([.. Codes, Exclusion.LocalPolice])
           from refuses in Gen.Choose(0, 3)
           from ticks in Gen.ListOf(Gen.Elements(true, false, false), 5)
           from person in Gen.Elements(Enum.GetValues<WriterPerson>())
           from kind in Gen.Elements(Enum.GetValues<MisconductKind>())
           select new ReportLabels
           {
               Category = category,
               Urgency = urgency,
               Flags = [.. flags],
               Signs = [.. signs],
               Municipality = municipality,
               Region = Desks.Municipalities.Find(municipality)?.Region,
               ConcernedUnits = [.. concerned.Take(some == 3 ? 2 : 0)],
               RefusedUnits = refuses == 3 ? [refused] : [],
               Person = person,
               Misconduct = kind,
               Ticks = new ReportTicks(InProgress: ticks[0], AboutPolice: ticks[1], Victim: ticks[2], Child: ticks[3], HelplineOnly: ticks[4]),
           };

    // Rules that send everything to one unit and tell everybody.
    private static Gen<RuleSet> HostileRules()
        => from unit in Gen.Elements(Desks.All.Select(d => d.Code).Concat(["PS", "DVU", "RIS", "RRTU", "BORDER", "RPD", "SWC"]).ToArray())
           from fallback in Gen.Elements("DESK", "EMERG", "NARC", "PS_GJILAN", "SWC_GJILAN", "SPAM")
           from told in Gen.Elements(Desks.All.Select(d => d.Code).Append("PS").ToArray())
           select RoutingFiles.Load($$"""
               { "version": "hostile", "fallback": "end", "rules": [
               {{string.Join(",\n", Enum.GetValues<Category>().Select(c => $$"""{ "id": "{{c}}", "category": "{{Vocabulary.Codes.Of(c)}}", "unit": "{{unit}}", "otherwise": "end", "alsoNotify": ["{{told}}", "PS", "DESK"], "urgency": { "base": "low" } }"""))}},
               { "id": "end", "unit": "{{fallback}}", "urgency": { "base": "low" } } ] }
               """);
}
