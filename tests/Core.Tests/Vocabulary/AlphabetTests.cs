using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Tests;

public sealed class AlphabetTests
{
    public static TheoryData<string, string> Orders => new()
    {
        { "sq", "Ade Bardh Cen Cvet Çabër Çeskovë Dardan Dunav Dhomë Elbasan Erëz Ëndërr Ferizaj Gostivar Guri Gjilan Hani Istog Jabllanica Kamenicë Lipjan Lutë Llap Malishevë Novë Nurë Njerëz Obiliq Pejë Qafë Rugovë Rrafsh Skenderaj Suharekë Shtime Tropojë Theth Ulqin Viti Xerxë Xhafer Ylli Zubin Zhur" },
        { "sr-Latn", "Ade Banja Cernica Cvet Čabra Čuka Ćuprija Dečani Dragaš Duga Džep Đakovica Gnjilane Istok Kamenica Leposavić Lug Ljubin Novo Nula Njegoš Obilić Srbica Suva Šilovo Štrpce Uroševac Zubin Zvečan Žitinje" },
        { "sr-Cyrl", "Ада Бања Вучитрн Гњилане Дечани Драгаш Ђаковица Житиње Зубин Исток Јужна Косово Лепосавић Љубин Ново Њива Обилић Приштина Србица Тавник Ћуприја Урошевац Феризај Церница Чабра Џеп Штрпце" },
        { "en", "Deçan Dragash Ferizaj Gjakova Gllogoc Istog Obiliq Peja Štimlje Suhareka Viti" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Order_OfALanguage_IsItsOwnAlphabet(string language, string expected)
    {
        var words = expected.Split(' ');
        Assert.Equal(words, words.Reverse().Order(Alphabet.Of(language)));
    }

    /// <summary>Positive control: the order of code points, which this replaces, is none of the four.</summary>
    [Fact]
    public void Order_OfCodePoints_IsNoneOfThem()
        => Assert.All(Orders, row => Assert.NotEqual(row.Data.Item2.Split(' '), row.Data.Item2.Split(' ').Order(StringComparer.Ordinal)));

    /// <summary>A parent letter followed by another one is not a digraph's start: what stands first in the word counts.</summary>
    [Fact]
    public void Order_OfRealMunicipalities_PutsLetterGroupsBehindTheirFirstLetter()
    {
        string[] names = ["Gjilan", "Gllogoc", "Gjakovë", "Graçanicë", "Deçan", "Dragash"];
        Assert.Equal(["Deçan", "Dragash", "Gllogoc", "Graçanicë", "Gjakovë", "Gjilan"], names.Order(Alphabet.Of("sq")));
    }
}
