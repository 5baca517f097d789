using System.Text;

namespace ReportingService.Sealing.Tests;

/// <summary>What a message holds: its words, and which files came with it.</summary>
public sealed class PlainMessageTextTests
{
    private static readonly SentFile Photo = new(Guid.NewGuid(), "image/jpeg", 2_400_000);

    [Theory]
    [InlineData("Ç'ndodhi? Ништа.")]
    [InlineData("")]
    public void Words_WithAndWithoutFiles_ComeBack(string words)
    {
        Assert.Equal((words, 0), Read(new PlainMessageText(words, []).ToBytes()));
        var both = PlainMessageText.Read(new PlainMessageText(words, [Photo, Photo with { MediaType = "video/mp4" }]).ToBytes());
        Assert.Equal(words, both.Text);
        Assert.Equal([Photo, Photo with { MediaType = "video/mp4" }], both.Files);
    }

    /// <summary>What units write, and every message before files were listed, is words alone.</summary>
    [Fact]
    public void Words_OfBefore_AreReadAsTheyStand() => Assert.Equal(("Ku ishte?", 0), Read(Encoding.UTF8.GetBytes("Ku ishte?")));

    /// <summary>Threat: typed words that look like a list of files.</summary>
    [Fact]
    public void Words_WithAZeroInThem_MakeNoFile()
        => Assert.Equal(("a[{\"item\":\"" + Photo.Item + "\",\"mediaType\":\"x\",\"length\":1}]", 0), Read(new PlainMessageText("a\0[{\"item\":\"" + Photo.Item + "\",\"mediaType\":\"x\",\"length\":1}]", []).ToBytes()));

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[null,1]")]
    [InlineData("[{\"item\":\"x\"}]")]
    [InlineData("null")]
    public void List_ThatCannotBeRead_IsLeftOutAndTheWordsStay(string list) => Assert.Equal(("Fjalë", 0), Read(Encoding.UTF8.GetBytes("Fjalë\0" + list)));

    private static (string Text, int Files) Read(byte[] bytes)
    {
        var read = PlainMessageText.Read(bytes);
        return (read.Text, read.Files.Count);
    }
}
