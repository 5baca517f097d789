using ReportingService.Core.Labels;
using ReportingService.Core.Places;

namespace ReportingService.Labelling.Places;

/// <summary>What was found about the place of a report.</summary>
/// <param name="Names">The settlements that were named.</param>
internal sealed record PlaceFinding(
    string? Municipality, string? Region, PlaceLayer Layer, PlaceQuestion? Question, IReadOnlyList<Contradiction> Contradictions, IReadOnlyList<SettlementName> Names);
