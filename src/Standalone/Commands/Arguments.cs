using System.CommandLine;
using System.CommandLine.Parsing;

namespace ReportingService.Standalone.Commands;

/// <summary>What no command can do anything with, told before any of them begins.</summary>
internal static class Arguments
{
    private const int FingerprintDigits = 40;

    /// <summary>The sentence about the first argument that is empty, as <c>--data "$UNSET"</c> makes it; null when there is none.</summary>
    public static string? Empty(ParseResult parsed)
    {
        for (var at = (SymbolResult)parsed.CommandResult; at is not null; at = at.Parent!)
        {
            if (at is CommandResult command && command.Children.FirstOrDefault(IsEmpty) is { } empty)
            {
                return $"{(empty is OptionResult option ? option.Option.Name : ((ArgumentResult)empty).Argument.Name)} is empty: something has to be named there.";
            }
        }

        return null;
    }

    /// <summary>Refuses a place where no folder is or can be made, because it, or something on the way to it, is a file.</summary>
    public static T TakesFolder<T>(this T option)
        where T : Option
    {
        option.Validators.Add(result => Check(result, place => FileOnTheWay(option.Name, place)));
        return option;
    }

    /// <summary>The sentence about a file on the way to a place; null when there is none.</summary>
    public static string? FileOnTheWay(string name, string place)
    {
        for (var at = Path.GetFullPath(place); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at))
            {
                return $"{at} is a file: {name} takes a folder.";
            }
        }

        return null;
    }

    /// <summary>Refuses what cannot be a fingerprint, which is mistyped and not another key's.</summary>
    public static T TakesFingerprint<T>(this T option)
        where T : Option
    {
        option.Validators.Add(result => Check(result, text => text.Count(char.IsAsciiDigit) == FingerprintDigits ? null : $"{option.Name} takes the {FingerprintDigits} digits of a fingerprint, with or without spaces."));
        return option;
    }

    /// <summary>Empty or doubled ones have a sentence of their own.</summary>
    private static void Check(OptionResult result, Func<string, string?> lack)
    {
        if (result.Tokens is [var only] && !string.IsNullOrWhiteSpace(only.Value) && lack(only.Value) is { } wrong)
        {
            result.AddError(wrong);
        }
    }

    private static bool IsEmpty(SymbolResult result)
        => result is OptionResult or ArgumentResult && result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value));
}
