using System.Collections.Concurrent;
using System.Text;

namespace ReportingService.Core.Vocabulary;

/// <summary>Translates the closed sets of this service to and from their stable snake_case codes (<c>DomesticViolence</c> is <c>domestic_violence</c>).</summary>
public static class Codes
{
    private static readonly ConcurrentDictionary<Enum, string> Written = new();

    /// <summary>The stable code of a member of a closed set.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
        => Written.GetOrAdd(value, static v => ToSnakeCase(v.ToString()));

    /// <summary>Reads a code; false for anything that is not exactly a member of the set.</summary>
    public static bool TryParse<T>(string? code, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(Of(candidate), code, StringComparison.Ordinal))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads a code that must be known, such as one this service wrote itself.</summary>
    /// <exception cref="FormatException">The code is not a member of the set.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum
        => TryParse<T>(code, out var value) ? value : throw new FormatException($"'{code}' is not a {typeof(T).Name}.");

    private static string ToSnakeCase(string name)
    {
        var code = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && code.Length > 0)
            {
                code.Append('_');
            }

            code.Append(char.ToLowerInvariant(letter));
        }

        return code.ToString();
    }
}
