using ReportingService.Core.Routing;
using ReportingService.Sealing;

namespace ReportingService.Triage.RouteReport;

/// <summary>A decision with the verified key of the desk that will hold the case; null: it waits at recovery.</summary>
public sealed record ChosenHolder(RoutingDecision Decision, VerifiedUnitKey? Key, IReadOnlyList<RefusedKey> Refused);
