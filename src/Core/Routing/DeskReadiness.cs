namespace ReportingService.Core.Routing;

/// <summary>The desks that a living account can open at this moment.</summary>
public sealed record DeskReadiness(IReadOnlySet<string> ReadyDesks);
