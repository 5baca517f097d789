namespace ReportingService.Core.Routing;

/// <summary>A rules file that is refused, with the line of the fault.</summary>
public sealed class RuleSetException(int line, string fault) : Exception($"rules, line {line}: {fault}")
{
    /// <summary>The line in the file, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong, without the line.</summary>
    public string Fault { get; } = fault;
}
