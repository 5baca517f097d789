using ReportingService.Core.Labels;
using ReportingService.Core.Places;

namespace ReportingService.Labelling.Places;

/// <summary>What was found about the place of a report.</summary>
internal sealed record PlaceFinding(string? Municipality, string? Region, PlaceLayer Layer, PlaceQuestion? Question, IReadOnlyList<Contradiction> Contradictions);
