using System.Text.Json;

namespace ReportingService.Labelling.Tests;

public sealed class RouteCommandTests
{
    [Theory]
    [InlineData("Në Gjilan po shesin drogë te shkolla", "drugs", "PS_GJILAN")]
    [InlineData("Polici në stacionin e Gjilanit më rrahu dje", "police_misconduct", "PIK")]
    [InlineData("Burri po më rreh tash, ndihmë, Ferizaj", "emergency", "EMERG")]
    [InlineData("Sinoć su mi ukrali auto u Gnjilanu", "theft", "PS_GJILAN")]
    [InlineData("Синоћ су ми украли ауто у Пећи", "theft", "PS_PEJE")]
    public void Run_OneCase_WritesOneLineWithTheUnit(string text, string category, string unit)
    {
        var line = Run(new { id = 1, text });

        Assert.Equal(category, line.GetProperty("category").GetString());
        Assert.Equal(unit, line.GetProperty("unit").GetString());
    }

    [Fact]
    public void Run_HelplineOnly_OnlyTheHelplineAndNobodyTold()
    {
        var line = Run(new { id = "h", text = "Policia në Pejë më rrahu", helplineOnly = true, aboutPolice = true });

        Assert.Equal("HELPLINE", line.GetProperty("desk").GetString());
        Assert.Equal(0, line.GetProperty("alsoNotify").GetArrayLength());
    }

    /// <summary>A misspelt field is no silent empty report.</summary>
    [Fact]
    public void Run_FieldNobodyReads_IsNamed()
    {
        using var errors = new StringWriter();
        using var output = new MemoryStream();
        var code = RoutingFolder.Command.Run(new MemoryStream("""[{"text":"a"},{"txet":"b"}]"""u8.ToArray()), output, errors, explain: false);

        Assert.Equal(0, code);
        Assert.Contains("Case 2 has no", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("txet", errors.ToString(), StringComparison.Ordinal);
    }

    private static JsonElement Run(object item) => RoutingFolder.Route(item);
}
