namespace ReportingService.Labelling.Tests;

/// <summary>Villages as people write them, and everyday words that villages are called by.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("Muž mi razvaljuje vrata. Laplje Selo, kod škole.", "gracanice")]
    [InlineData("Babai e ka zhdukë pushkën. Vitomiricë.", "peje")]
    [InlineData("Kamioni u ndal n'Prekaz e i hodhi mbeturinat.", "skenderaj")]
    [InlineData("Bacaju gume u Gazivodama.", "zubin-potok")]
    [InlineData("Po vozisja prej Malishevës kah Drenasi, jam ndalë te pompa në Komoran.", "drenas")]
    [InlineData("Otac mi je radio u jami. Stari Trg, stara zgrada.", "mitrovice")]
    public void Run_VillageInPlainWords_IsFound(string text, string municipality)
        => Assert.Equal(municipality, RoutingFolder.Route(new { id = 1, text }).GetProperty("municipality").GetString());

    /// <summary>Yard, bathroom, mine, lake, backpack, garden, nine: a report went to the station of a village of that name.</summary>
    [Theory]
    [InlineData("Ukrali su mi bicikl iz dvorišta, pored jezera.")]
    [InlineData("Dete nosi nož u rancu i devet petardi.")]
    [InlineData("Radim u rudniku, plata kasni tri meseca.")]
    [InlineData("E kam gjetë një kamerë në banjo, te dera e bardhë.")]
    [InlineData("Në fushë e në mal po e presin pyllin.")]
    [InlineData("Drejtori i shkollës Naim Frashëri merr ryshfet.")]
    public void Run_EverydayWord_IsNoVillage(string text)
        => Assert.Null(RoutingFolder.Route(new { id = 1, text }).GetProperty("municipality").GetString());

    /// <summary>No small word of any language stands there: the letters tell.</summary>
    [Theory]
    [InlineData("obijena vikendica, odneli bojler", "sr")]
    [InlineData("Gde prijavljujem gubitak tablica?", "sr")]
    [InlineData("surgeon takes 300 before every operation", "en")]
    [InlineData("fake banknotes, Saturday market, Podujeva", "en")]
    [InlineData("kabllo telefonike t'vjedhura mbramë", "sq")]
    public void Run_TextWithoutSmallWords_ItsLanguageIsFound(string text, string language)
        => Assert.Equal(language, RoutingFolder.Route(new { id = 1, text }).GetProperty("language").GetString());
}
