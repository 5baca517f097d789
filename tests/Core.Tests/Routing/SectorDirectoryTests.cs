using System.Globalization;
using System.Text;
using ReportingService.Core.Routing;
using ReportingService.TestKit;

namespace ReportingService.Core.Tests.Routing;

/// <summary>Patrol sectors with their dates: what a code meant on a day, and what is refused. All of them are made up.</summary>
public sealed class SectorDirectoryTests
{
    private const string Outline = """ "outline": { "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.6, 42.4], [21.6, 42.5], [21.5, 42.4]]] } """;

    [Theory]
    [InlineData("2019-01-01", "Old north")]
    [InlineData("2025-12-31", "Old north")]
    [InlineData("2026-01-01", "New north")]
    [InlineData("2099-01-01", "New north")]
    public void Find_CodeDrawnAnew_IsWhatItWasOnTheDay(string day, string name)
        => Assert.Equal(name, RoutingData.Load(RoutingWithSectors.Open).Sectors.Find("TEST-NORTH", Day(day))?.NameEn);

    [Theory]
    [InlineData("TEST-SOUTH", "2025-12-31")]
    [InlineData("test-north", "2026-01-01")]
    [InlineData("", "2026-01-01")]
    public void Find_UnknownOnThatDay_Nothing(string code, string day) => Assert.Null(RoutingData.Load(RoutingWithSectors.Open).Sectors.Find(code, Day(day)));

    /// <summary>No real sector is public: none may be invented in what is shipped. And a force that has none needs no file.</summary>
    [Fact]
    public void Load_ShippedFileOrNone_HoldsNoSector()
    {
        Assert.Empty(RoutingFiles.Data.Sectors.All);
        var without = RoutingData.Load(name => name == SectorDirectory.FileName ? throw new FileNotFoundException(name) : RoutingWithSectors.Open(name));
        Assert.Empty(without.Sectors.All);
    }

    [Theory]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_ATLANTIS", OUTLINE }""", 2, "'PS_ATLANTIS' is not a station")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "RPD_GJILAN", OUTLINE }""", 2, "'RPD_GJILAN' is not a station")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "DVU_GJILAN", OUTLINE }""", 2, "'DVU_GJILAN' is not a station")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", OUTLINE }""", 2, "'station' is missing")]
    [InlineData("""{ "code": "A B", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", OUTLINE }""", 2, "a code has")]
    [InlineData("""{ "code": "A", "sq": " ", "sr": "a", "en": "a", "station": "PS_GJILAN", OUTLINE }""", 2, "'sq' is a text")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "chief": "a", OUTLINE }""", 2, "'chief' is not known here")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN" }""", 2, "neither an outline nor settlements")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "settlements": "Kmetofc" }""", 2, "'settlements' is a list")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "from": "1.1.2026", OUTLINE }""", 2, "'from' is not a day")]
    [InlineData("""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "from": "2026-02-01", "until": "2026-01-31", OUTLINE }""", 2, "ends before it begins")]
    [InlineData("{ \"code\": \"A\", \"sq\": \"Vi\u202Eti\", \"sr\": \"a\", \"en\": \"a\", \"station\": \"PS_GJILAN\", OUTLINE }", 2, "a sign here that is not seen")]
    [InlineData("[1]", 2, "a sector is an object")]
    [InlineData("""{ "code": "A", }""", 2, "not JSON")]
    public void Load_FaultyRow_RefusedWithLineAndReason(string row, int line, string says) => Refused(row.Replace("OUTLINE", Outline, StringComparison.Ordinal), line, says);

    [Theory]
    [InlineData("""{ "type": "Point", "coordinates": [21.5, 42.4] }""", "Polygon or MultiPolygon")]
    [InlineData("""{ "type": "Polygon" }""", "a geometry of GeoJSON")]
    [InlineData("""{ "type": "Polygon", "coordinates": [] }""", "less than 0.25 km2")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.6, 42.4], [21.5, 42.4]]] }""", "fewer than four points")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.6, 42.4], [21.6, 42.5], [21.5, 42.5]]] }""", "not closed")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[42.4, 21.5], [42.4, 21.6], [42.5, 21.6], [42.4, 21.5]]] }""", "[longitude, latitude]")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.6, "north"], [21.6, 42.5], [21.5, 42.4]]] }""", "[longitude, latitude]")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.6, 1e999], [21.6, 42.5], [21.5, 42.4]]] }""", "[longitude, latitude]")]
    [InlineData("""{ "type": "Polygon", "coordinates": [[[21.5, 42.4], [21.501, 42.4], [21.501, 42.401], [21.5, 42.4]]] }""", "a sector is no address")]
    public void Load_BrokenOutline_RefusedWithLineAndReason(string outline, string says)
        => Refused($$"""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "outline": {{outline}} }""", 2, says);

    [Theory]
    [InlineData("", "")]
    [InlineData(""" "until": "2026-01-31", """, """ "from": "2026-01-31", """)]
    [InlineData(""" "from": "2026-01-01", """, """ "from": "2026-03-01", "until": "2026-03-02", """)]
    [InlineData(""" "from": "2026-03-01", "until": "2026-03-02", """, """ "until": "2026-03-01", """)]
    public void Load_OneCodeTwiceOnADay_RefusedWithBothLines(string first, string second)
        => Refused(Row(first) + ",\n" + Row(second), 3, "'A' is in force already on some of these days, by line 2");

    [Fact]
    public void Load_OneCodeOnDaysThatFollow_IsAccepted()
        => Assert.Equal(2, Load(Row(""" "from": "2026-02-01", """) + ",\n" + Row(""" "until": "2026-01-31", """)).All.Count);

    private static string Row(string dates) => $$"""{ "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", {{dates}} {{Outline}} }""";

    private static void Refused(string rows, int line, string says)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Load(rows));
        Assert.StartsWith($"sectors.json, line {line}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static SectorDirectory Load(string rows)
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""
            { "sectors": [
            {{rows}}
            ] }
            """));
        return SectorDirectory.Load(json, RoutingFiles.Data.Desks);
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
