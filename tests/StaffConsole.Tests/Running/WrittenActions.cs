using System.Text.RegularExpressions;

namespace ReportingService.StaffConsole.Tests.Running;

/// <summary>
/// The actions that code writes into the audit log, read from its text: every argument in the place of a parameter <c>string action</c>,
/// through constants and through methods that hand the action on.
/// </summary>
public static partial class WrittenActions
{
    public static IReadOnlySet<string> In(IReadOnlyList<string> sources)
    {
        var takers = sources.SelectMany(text => Declaration().Matches(text)).Select(match => (
            Name: match.Groups["name"].Value,
            Place: Arguments(Types().Replace(Types().Replace(match.Groups["all"].Value, ""), "")).FindIndex(parameter => parameter.EndsWith("string action", StringComparison.Ordinal)))).Distinct().ToList();
        var constants = sources.SelectMany(text => Constant().Matches(text)).ToLookup(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in sources)
        {
            foreach (var (name, place) in takers)
            {
                for (var at = text.IndexOf(name + "(", StringComparison.Ordinal); at >= 0; at = text.IndexOf(name + "(", at + 1, StringComparison.Ordinal))
                {
                    var arguments = Arguments(text[(at + name.Length + 1)..]);
                    if (arguments.Count > place)
                    {
                        found.UnionWith(Values(arguments[place], constants));
                    }
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> Values(string argument, ILookup<string, string> constants)
        => Named().Match(argument) is { Success: true } name ? constants[name.Groups["name"].Value]
            : Literals().IsMatch(argument) ? Code().Matches(argument).Select(match => match.Groups["value"].Value)
            : [];

    /// <summary>What stands between the commas up to the bracket that closes the list.</summary>
    private static List<string> Arguments(string text)
    {
        var (found, depth, from, quoted) = (new List<string>(), 0, 0, false);
        for (var at = 0; at < text.Length; at++)
        {
            quoted ^= text[at] == '"' && (at == 0 || text[at - 1] != '\\');
            depth += quoted ? 0 : text[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth < 0 || (depth == 0 && !quoted && text[at] == ','))
            {
                found.Add(text[from..at].Trim());
                from = at + 1;
            }

            if (depth < 0)
            {
                return found;
            }
        }

        return found;
    }

    [GeneratedRegex(@"\b(?<name>\w+)\((?<all>[^()]*\bstring action\b[^()]*(\([^()]*\)[^()]*)*\))")]
    private static partial Regex Declaration();

    /// <summary>Type arguments part with commas too; taken out twice, for those within others.</summary>
    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Types();

    [GeneratedRegex("const string (?<name>\\w+) = \"(?<value>[a-z_]+)\"")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^([A-Z]\w*\.)?(?<name>[A-Z]\w*)$")]
    private static partial Regex Named();

    [GeneratedRegex("^\"[a-z_]+\"$|\\? \"[a-z_]+\" : \"[a-z_]+\"$")]
    private static partial Regex Literals();

    [GeneratedRegex("\"(?<value>[a-z_]+)\"")]
    private static partial Regex Code();
}
