using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.TestKit;

namespace ReportingService.Core.Tests.Routing;

/// <summary>Units begin, end and hand their work on; a report never falls between them.</summary>
public sealed class DatedDesksTests
{
    private const string Ended = """{ "code": "PS_GJILAN", "until": "2026-06-30", "successor": "PS_GJILAN_2" }""";
    private const string Second = """{ "code": "PS_GJILAN_2", "municipality": "gjilan", "sq": "Stacioni i dytë Gjilan", "sr": "Druga stanica Gnjilane", "en": "Second station Gjilan", "from": "2026-07-01" }""";

    [Theory]
    [InlineData("2026-06-30", "PS_GJILAN")]
    [InlineData("2026-07-01", "PS_GJILAN_2")]
    public void Route_StationEnds_ItsSuccessorHasItsWorkFromTheNextDay(string day, string desk)
        => Assert.Equal(desk, Route(Desks(Ended, Second), day, Theft()).Desk);

    [Theory]
    [InlineData("""{ "code": "PS_GJILAN", "until": "2026-06-30" }""", "RPD_GJILAN")]
    [InlineData("""{ "code": "PS_GJILAN", "from": "2026-08-01" }""", "RPD_GJILAN")]
    [InlineData("""{ "code": "PS_GJILAN", "until": "2026-06-30", "successor": "RPD_GJILAN" }, { "code": "RPD_GJILAN", "until": "2026-06-30", "successor": "PS_GJILAN" }""", "DESK")]
    public void Route_NoSuccessorOrACircle_TheDeskAbove(string desks, string desk)
        => Assert.Equal(desk, Route(Desks(desks), "2026-07-15", Theft()).Desk);

    [Fact]
    public void Route_AboutAStationThatEnded_ItsSuccessorIsExcludedToo()
    {
        var decision = Route(Desks(Ended, Second), "2026-07-15", Theft() with { RefusedUnits = ["PS_GJILAN"] });

        Assert.Contains("PS_GJILAN_2", decision.ExcludedUnits);
        Assert.DoesNotContain(decision.Desk, decision.ExcludedUnits);
    }

    /// <summary>The people of the regional desks above a refused station are excluded where they work now.</summary>
    [Fact]
    public void Route_RegionAboveTheRefusedStationEnded_WhereItsWorkWentIsExcludedToo()
    {
        var desks = Desks(
            """{ "code": "RPD_FERIZAJ", "until": "2026-06-30", "successor": "RPD_GJILAN" }""",
            """{ "code": "RIS_FERIZAJ", "until": "2026-06-30", "successor": "RIS_GJILAN" }""");
        var decision = Route(desks, "2026-07-15", Theft() with { Municipality = "ferizaj", Region = "FERIZAJ", RefusedUnits = ["PS_FERIZAJ"] });

        Assert.Contains("RPD_GJILAN", decision.ExcludedUnits);
        Assert.Contains("RIS_GJILAN", decision.ExcludedUnits);
        Assert.DoesNotContain(decision.Desk, decision.ExcludedUnits);
    }

    /// <summary>Over a year in which every second station and unit has ended or not begun, nothing goes to a desk that does not serve, is excluded, or of another domain.</summary>
    [Fact]
    public void Route_EverythingInMotion_AlwaysADeskThatServes()
    {
        var plain = RoutingFiles.Data.Desks;
        var moving = plain.All.Where((desk, at) => at % 2 == 0 && !desk.External && desk.Domain == KeyDomain.Police && desk.Code is not ("DESK" or "EMERG"))
            .Select((desk, at) => $$"""{ "code": "{{desk.Code}}", "{{(at % 3 == 0 ? "from" : "until")}}": "2026-07-01" }""");
        var desks = Desks([.. moving]);
        foreach (var day in new[] { "2026-01-01", "2026-07-01", "2026-12-31" })
        {
            foreach (var category in Enum.GetValues<Category>())
            {
                foreach (var place in desks.Municipalities.All)
                {
                    var decision = Route(desks, day, new ReportLabels { Category = category, Municipality = place.Slug, Region = place.Region, RefusedUnits = [place.Station] });
                    Assert.True(desks[decision.Desk].Serves(Day(day)), $"{category} {place.Slug} {day}: {decision.Desk}");
                    Assert.DoesNotContain(decision.Desk, decision.ExcludedUnits);
                    Assert.Equal(decision.Domain, desks[decision.HoldingDesk!].Domain);
                }
            }
        }
    }

    [Theory]
    [InlineData("""{ "code": "PS_GJILAN", "until": "2026-06-30", "successor": "HELPLINE" }""", "not a desk of its domain")]
    [InlineData("""{ "code": "PS_GJILAN", "until": "30.6.2026" }""", "not a day")]
    [InlineData("""{ "code": "PS_NEW", "municipality": "atlantis", "sq": "a", "sr": "a", "en": "a" }""", "no municipality")]
    [InlineData("""{ "code": "DESK", "until": "2026-06-30" }""", "neither beginning nor end")]
    [InlineData("{ \"code\": \"PS_NEW\", \"municipality\": \"gjilan\", \"sq\": \"a\", \"sr\": \"a\u202Eb\", \"en\": \"a\" }", "a sign that is not seen")]
    public void Load_FaultyDates_RefusedWithTheReason(string desk, string fault)
        => Assert.Contains(fault, Assert.Throws<InvalidDataException>(() => Desks(desk)).Message, StringComparison.Ordinal);

    private static ReportLabels Theft() => new() { Category = Category.Theft, Municipality = "gjilan", Region = "GJILAN", PlaceLayer = PlaceLayer.Municipality };

    private static RoutingDecision Route(DeskDirectory desks, string day, ReportLabels labels)
        => new Router(RoutingFiles.Data.Rules, desks, new Still(Day(day))).Route(labels, new DeskReadiness(desks.All.Select(desk => desk.Code).ToHashSet()));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DeskDirectory Desks(params string[] desks)
    {
        var units = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra", "routing", "units.json")))!;
        units["desks"] = JsonNode.Parse($"[{string.Join(", ", desks)}]");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(units.ToJsonString()));
        return DeskDirectory.Load(stream, RoutingFiles.Data.Desks.Municipalities);
    }

    private sealed class Still(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
    }
}
