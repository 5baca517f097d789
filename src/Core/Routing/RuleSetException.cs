namespace ReportingService.Core.Routing;

/// <summary>A rules file that is refused, with the line of the fault.</summary>
/// <param name="line">The line in the file, from 1.</param>
/// <param name="code">What is wrong, as a code that pages have words for (<see cref="RuleFaults"/>).</param>
/// <param name="arguments">What the words name: rules, units, values.</param>
public sealed class RuleSetException(int line, string code, params string[] arguments)
    : Exception($"rules, line {line}: {RuleFaults.Say(code, arguments)}")
{
    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The code of the fault.</summary>
    public string Code { get; } = code;

    /// <summary>What the words name.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;
}
