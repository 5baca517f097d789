using System.Text.RegularExpressions;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>The names of details (<c>desk=PIK;epoch=2</c>) that code writes into the audit log, read from the strings in its text.</summary>
public static partial class WrittenDetails
{
    /// <summary>Written alike, and never into the log: answers to a page, and what a browser says of languages.</summary>
    private static readonly string[] Others = ["done", "not", "q"];

    public static IReadOnlySet<string> In(IEnumerable<string> sources)
        => sources.SelectMany(text => Strings().Matches(text)).SelectMany(words => Name().Matches(words.Value)).Select(match => match.Groups["name"].Value).Except(Others).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex("(?<=^\"|;)(?<name>[a-z]+)=(?=[a-z0-9_{\"])")]
    private static partial Regex Name();
}
