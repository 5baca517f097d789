namespace ReportingService.Core.Routing;

/// <summary>The versioned rules of routing, checked when loaded.</summary>
public sealed class RuleSet
{
    private RuleSet(string version) => Version = version;

    public string Version { get; }

    /// <exception cref="RuleSetException">The rules are refused; the message names the line.</exception>
    public static RuleSet Load(Stream json, DeskDirectory desks) => new("0");
}
