using System.Text.Json;
using ReportingService.Core.Labels;
using ReportingService.Core.Routing;
using ReportingService.Labelling.RouteCases;
using ReportingService.TestKit;

namespace ReportingService.Labelling.Tests;

/// <summary>The patrol sector of a report: from the pin or the settlement, as it was on the day, and never guessed. The sectors are made up.</summary>
public sealed class SectorTests
{
    private static readonly Lazy<(RoutingData Data, Labeller Labeller)> Loaded = new(() =>
    {
        var data = RoutingData.Load(RoutingWithSectors.Open);
        return (data, Labeller.Load(RoutingWithSectors.Open, data.Municipalities, data.Sectors));
    });

    [Theory]
    [InlineData(42.49, 21.54, "2025-06-01", "TEST-NORTH")]
    [InlineData(42.49, 21.54, "2026-06-01", "TEST-NORTH")]
    [InlineData(42.49, 21.51, "2025-12-31", "TEST-NORTH")]
    [InlineData(42.49, 21.51, "2026-01-01", null)]
    [InlineData(42.45, 21.42, "2025-06-01", null)]
    [InlineData(42.45, 21.42, "2026-06-01", "TEST-SOUTH")]
    [InlineData(42.43, 21.45, "2026-06-01", null)]
    [InlineData(42.475, 21.535, "2026-06-01", null)]
    [InlineData(double.NaN, 21.54, "2026-06-01", null)]
    public void Pin_InAnOutline_TheSectorOfTheDay(double lat, double lon, string day, string? sector)
        => Assert.Equal(sector, Explain(new { id = 1, text = "Po shesin drogë këtu", pin = double.IsNaN(lat) ? null : new { lat, lon } }, day).GetProperty("sector").GetString());

    [Theory]
    [InlineData("Në fshatin Cernicë të Gjilanit vodhën traktorin", "2025-06-01", "TEST-NORTH")]
    [InlineData("Në fshatin Cernicë të Gjilanit vodhën traktorin", "2026-06-01", "TEST-SOUTH")]
    [InlineData("У селу Церница код Гњилана су украли трактор", "2026-06-01", "TEST-SOUTH")]
    [InlineData("They stole a tractor in the village of Kmetovce, Gjilan", "2026-06-01", "TEST-NORTH")]
    [InlineData("Në fshatin Cernicë dhe në fshatin Kmetofc të Gjilanit vodhën traktorë", "2026-06-01", null)]
    [InlineData("Në fshatin Cernicë dhe në fshatin Livoç i Poshtëm të Gjilanit vodhën traktorë", "2026-06-01", "TEST-SOUTH")]
    [InlineData("Në fshatin Llashticë të Gjilanit vodhën traktorin", "2026-06-01", null)]
    [InlineData("Në Gjilan vodhën një veturë", "2026-06-01", null)]
    [InlineData("Në Ferizaj vodhën një veturë", "2026-06-01", null)]
    [InlineData("Vodhën një veturë", "2026-06-01", null)]
    public void Settlement_Named_TheSectorOfTheDay(string text, string day, string? sector)
        => Assert.Equal(sector, Explain(new { id = 1, text }, day).GetProperty("sector").GetString());

    /// <summary>The pin is stronger than a name. One outside every outline leaves it to the name, unless it lies in another municipality.</summary>
    [Theory]
    [InlineData(42.49, 21.54, "TEST-NORTH")]
    [InlineData(42.50, 21.40, "TEST-SOUTH")]
    [InlineData(42.66, 21.16, null)]
    public void PinAndSettlement_Both_ThePinFirst(double lat, double lon, string? sector)
        => Assert.Equal(sector, Explain(new { id = 1, text = "Në fshatin Cernicë të Gjilanit vodhën traktorin", pin = new { lat, lon } }, "2026-06-01").GetProperty("sector").GetString());

    [Fact]
    public void Label_WithoutADay_NoSectorAndNeverAPoint()
    {
        var ticks = new ReportTicks(Pin: new Core.Places.GeoPoint(42.4911, 21.5422));
        var labels = Loaded.Value.Labeller.Label(new PlainText("Vjedhje", null), ticks, new DateOnly(2026, 6, 1));

        var kept = System.Text.Encoding.UTF8.GetString(labels.ToBytes());
        Assert.Contains("\"sector\":\"TEST-NORTH\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("42.", kept, StringComparison.Ordinal);
        Assert.Equal("TEST-NORTH", ReportLabels.FromBytes(labels.ToBytes()).Sector);
        Assert.Null(Loaded.Value.Labeller.Label(new PlainText("Vjedhje", null), ticks).Sector);
    }

    [Theory]
    [InlineData("""[ "Bilincë", "Atlantis" ]""", "", "'Atlantis' is no settlement of gjilan")]
    [InlineData("""[ "Bilincë", "Prizren" ]""", "", "'Prizren' is no settlement of gjilan")]
    [InlineData("""[ "Bilincë", "Kmetovce" ]""", "", "'Kmetovce' is in the sector 'A' too on some of these days, by line 2")]
    [InlineData("""[ "Bilincë", "КМЕТОВЦЕ" ]""", """ "from": "2026-03-31", """, "'КМЕТОВЦЕ' is in the sector 'A' too on some of these days, by line 2")]
    public void Load_SettlementUnknownOrTaken_RefusedWithLineAndReason(string settlements, string dates, string says)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Load(Two(settlements, dates)));
        Assert.Equal($"sectors.json, line 3: {says}.", refused.Message);
    }

    [Fact]
    public void Load_SettlementMovesToAnotherSector_IsAccepted() => Load(Two("""[ "Kmetovce" ]""", """ "from": "2026-04-01", """));

    private static string Two(string settlements, string dates) => $$"""
        { "sectors": [
        { "code": "A", "sq": "a", "sr": "a", "en": "a", "station": "PS_GJILAN", "until": "2026-03-31", "settlements": ["Kmetofc"] },
        { "code": "B", "sq": "b", "sr": "b", "en": "b", "station": "PS_GJILAN", {{dates}} "settlements": {{settlements}} }
        ] }
        """;

    private static void Load(string sectors) => RouteCommand.Load(name => RoutingWithSectors.Open(sectors, name));

    private static JsonElement Explain(object item, string day)
    {
        using var input = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new[] { item }));
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        var command = new RouteCommand(Loaded.Value.Data, Loaded.Value.Labeller, new Still(DateTimeOffset.Parse(day + "T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(0, command.Run(input, output, errors, explain: true));
        return JsonDocument.Parse(output.ToArray()).RootElement.GetProperty("explain");
    }

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
