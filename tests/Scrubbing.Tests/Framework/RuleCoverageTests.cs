using System.Text.RegularExpressions;
using ReportingService.TestKit;

namespace ReportingService.Scrubbing.Tests;

/// <summary>
/// The mutation run is only worth something when it knows every rule: the names that the library asks for are read from its source
/// and compared with what the tests switch off, one by one.
/// </summary>
public sealed partial class RuleCoverageTests
{
    [Fact]
    public void EveryRule_OfTheLibrary_IsSwitchedOffByATest()
    {
        var asked = Names(Sources("src/Scrubbing"), Asked());
        asked.UnionWith(PictureFormat.All.SelectMany(format => format.Rules));
        var watched = MediaSamples.All.SelectMany(format => format.Rules).Concat(PictureFormat.All.SelectMany(format => format.Rules)).ToHashSet(StringComparer.Ordinal);
        watched.UnionWith(SampleCleanerTests.Rules);
        watched.UnionWith(Names(Sources("tests/Scrubbing.Tests"), SwitchedOff()));
        Assert.True(asked.Count > 50, $"Only {asked.Count} rules were found.");
        Assert.Equal([], asked.Except(watched).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryFormat_HasARuleThatIsSwitchedOff()
    {
        Assert.All(PictureFormat.All, format => Assert.NotEmpty(format.Rules));
        Assert.All(MediaSamples.All, format => Assert.NotEmpty(format.Rules));
        Assert.All(PictureFormat.All.SelectMany(format => format.Rules.Select(rule => (format, rule))), at => Assert.Contains(at.format.Places, place => place.Rule == at.rule));
        Assert.All(MediaSamples.All.SelectMany(format => format.Rules.Select(rule => (format, rule))), at => Assert.Contains(at.format.Places, place => place.Rule == at.rule));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static HashSet<string> Names(IEnumerable<string> sources, Regex pattern) =>
        sources.SelectMany(source => pattern.Matches(source)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    // Rules kept as constants, rules asked for by name, and what is left out by name.
    [GeneratedRegex("""(?:const string \w+ = |Hold\(|LeaveOutAsync\([^"]*)"([a-z0-9]+\.[a-z0-9-]+)["]""")]
    private static partial Regex Asked();

    [GeneratedRegex("""Without\("([a-z0-9]+\.[a-z0-9-]+)"\)""")]
    private static partial Regex SwitchedOff();
}
