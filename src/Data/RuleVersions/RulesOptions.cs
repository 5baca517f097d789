using System.ComponentModel.DataAnnotations;

namespace ReportingService.Data;

/// <summary>Section <c>Rules</c>.</summary>
public sealed class RulesOptions
{
    /// <summary>How often activated versions are looked for.</summary>
    [Range(0.05, 3600)]
    public double LookSeconds { get; set; } = 2;

    /// <summary>Where the last good version is kept over restarts, a file of this process alone; without it each start follows the chain anew.</summary>
    public string? MemoryFile { get; set; }
}
