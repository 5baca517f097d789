using System.Text;
using System.Text.Json;

namespace ReportingService.Labelling.Tests;

/// <summary>Words that people use to get past recognition, or that nothing is meant by.</summary>
public sealed class RecognitionTests
{
    [Theory]
    [InlineData("Drotat në Merdarë marrin para për me lëshu kamionat", "BORDER")]
    [InlineData("Murjaci na prelazu Jarinje uzimaju po dvadeset evra od svakog kombija", "BORDER")]
    [InlineData("The helpline operator laughed at me and told my husband", "HELPLINE")]
    [InlineData("Operatorja e linjës së ndihmës ia kallzoi burrit tem krejt", "HELPLINE")]
    public void Run_ComplaintInOtherWords_TheUnitConcernedIsExcluded(string text, string excluded)
    {
        var line = Run(text);

        Assert.Contains("subject_is_police", Values(line, "flags"));
        Assert.Contains(excluded, Values(line, "excludedUnits"));
    }

    [Fact]
    public void Run_BribesAtACrossing_AnInsiderIsPossible() => Assert.Contains("possible_insider", Values(Run("Drotat në Merdarë marrin para për me lëshu kamionat"), "flags"));

    [Theory]
    [InlineData("burri m'ka mbyll në bodrum")]
    [InlineData("Mami nuk zgjohet, ka gjak")]
    public void Run_LockedInOrNotWaking_IsAnEmergency(string text) => Assert.Equal("emergency", Run(text).GetProperty("urgency").GetString());

    [Theory]
    [InlineData("Fjala 1.")]
    [InlineData("Fjala 12.")]
    [InlineData("Edhe kjo.")]
    [InlineData("Ne znam tačno.")]
    [InlineData("Tri herë.")]
    [InlineData("It was a white Golf.")]
    [InlineData("Dje në mbrëmje rreth orës 9.")]
    public void Run_WordsThatSayNothing_AreNoComplaint(string text)
    {
        var line = Run(text);
        Assert.NotEqual("police_misconduct", line.GetProperty("category").GetString());
        Assert.Empty(Values(line, "excludedUnits"));
    }

    private static IEnumerable<string?> Values(JsonElement line, string name) => line.GetProperty(name).EnumerateArray().Select(v => v.GetString());

    private static JsonElement Run(string text)
    {
        using var input = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new[] { new { id = 1, text } }));
        using var output = new MemoryStream();
        using var errors = new StringWriter();
        Assert.Equal(0, RoutingFolder.Command.Run(input, output, errors, explain: false));
        return JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray())).RootElement;
    }
}
