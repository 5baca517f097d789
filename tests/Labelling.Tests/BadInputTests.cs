using System.Text.Json;

namespace ReportingService.Labelling.Tests;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("policia më rrahu ")]
    [InlineData("\u200B\u202E\uD800 ")]
    [InlineData("po po po po me me me me rreh rreh ")]
    [InlineData("e\u0301\u0302\u0303\u0304")]
    [InlineData("dje.\uFFFE\uFFFF\uFDD0\U0001FFFE po ")]
    [InlineData("😀🔥")]
    public async Task Label_TwentyThousandCharactersOfNoise_EndsWithoutFault(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (20_000 / piece.Length) + 1))[..20_000];

        // A pattern that backtracks without end would take hours, not a minute. How fast it is, the benchmark says.
        await Task.Run(() => Route(text)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    // Threat: a word hidden from the lexicons by look-alikes, zero-width characters, fancy letters or digits.
    [Theory]
    [InlineData("Роlicаjаc u Gnjilanu me je pretukao")]
    [InlineData("P\u200Bo\u200Blicajac u Gnjilanu me je pre\u00ADtukao")]
    [InlineData("P0licajac u Gnjilanu me je pretuka0")]
    [InlineData("𝐏𝐨𝐥𝐢𝐜𝐚𝐣𝐚𝐜 u Gnjilanu me je pretukao")]
    [InlineData("POOOOLICAJAC U GNJILANU ME JE PRETUKAAAO")]
    public void Label_DisguisedComplaint_StillOutsideThePolice(string text) => Assert.Equal("PIK", Route(text));

    [Fact]
    public void AskPlace_AmbiguousVillage_AsksWithCandidates()
    {
        var labeller = Labeller.Load(RoutingFolder.Open, Core.Routing.RoutingData.Load(RoutingFolder.Open).Municipalities);

        var question = labeller.AskPlace(new PlainText("Në fshatin Dubravë na vodhën", null), new Core.Labels.ReportTicks());
        var settled = labeller.AskPlace(new PlainText("Në fshatin Dubravë na vodhën", null), new Core.Labels.ReportTicks(Municipality: "istog"));

        Assert.True(question?.Candidates.Count > 1);
        Assert.Null(settled);
    }

    [Theory]
    [InlineData("Na vodhën.", "Dubravë", true)]
    [InlineData("Na vodhën.", "prapa shkollës në Dubravë", true)]
    [InlineData("They stole our wood behind the school in Dubravë.", null, true)]
    [InlineData("Ukrali su nam drva iza škole u Dubravi.", null, true)]
    [InlineData("Na vodhën te rruga.", "te kodra", false)]
    public void AskPlace_VillageWhoseNameIsAnEverydayWord_Asks(string text, string? place, bool asks)
    {
        var labeller = Labeller.Load(RoutingFolder.Open, Core.Routing.RoutingData.Load(RoutingFolder.Open).Municipalities);
        Assert.Equal(asks, labeller.AskPlace(new PlainText(text, place), new Core.Labels.ReportTicks())?.Candidates.Count > 1);
    }

    private static string Route(string text) => RoutingFolder.Command.Route(JsonSerializer.SerializeToElement(new { text })).Decision.Desk;
}
