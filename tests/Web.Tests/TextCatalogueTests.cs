using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Web.Tests;

public sealed class TextCatalogueTests
{
    private readonly TextCatalogue catalogue = new();

    [Fact]
    public void Languages_AllFour_HaveTheSameKeys()
    {
        var expected = catalogue.KeysOf(SiteLanguage.Sq).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(expected);
        foreach (var language in SiteLanguage.All)
        {
            Assert.Equal(expected, catalogue.KeysOf(language).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void ProblemCodes_EveryOne_HasASentence()
    {
        foreach (var problem in ProblemCode.All)
        {
            Assert.True(catalogue.Has(SiteLanguage.En, "problem." + problem.Code), problem.Code);
        }
    }

    [Fact]
    public void Cyrillic_EveryText_HasNoLatinLetterOutsideExceptionsAndPlaceholders()
    {
        foreach (var key in catalogue.KeysOf(SiteLanguage.SrCyrl))
        {
            var words = System.Text.RegularExpressions.Regex.Replace(catalogue.Get(SiteLanguage.SrCyrl, key), @"\{[^}]*\}", " ");
            Assert.DoesNotMatch(@"[čćžšđČĆŽŠĐ]|\b(i|je|se|da|na|za|ne)\b", words);
        }
    }

    [Theory]
    [InlineData("Ljubazni njihov džep", "Љубазни њихов џеп")]
    [InlineData("nadživeti {unit} 20 MB", "надживети {unit} 20 MB")]
    [InlineData("ŠČĆŽĐ Njegoš", "ШЧЋЖЂ Његош")]
    public void Cyrillic_Rule_Transliterates(string latin, string cyrillic)
        => Assert.Equal(cyrillic, catalogue.Transliterate(latin));

    [Theory]
    [InlineData(null, "sq")]
    [InlineData("de, fr;q=0.5", "sq")]
    [InlineData("sr", "sr-Cyrl")]
    [InlineData("sr-Latn-XK,sr;q=0.9", "sr-Latn")]
    [InlineData("bs", "sr-Latn")]
    [InlineData("en-GB;q=0.4, sq;q=0.8", "sq")]
    [InlineData("tr, en;q=0.1", "en")]
    [InlineData(";;;,,q=x", "sq")]
    public void AcceptLanguage_Any_GivesAnOfferedLanguage(string? header, string tag)
        => Assert.Equal(tag, SiteLanguage.OfAcceptLanguage(header).Tag);
}
