namespace ReportingService.Core.Places;

/// <summary>One place that a written name may mean: the settlement and the municipality it lies in.</summary>
public sealed record PlaceCandidate(string Settlement, string Municipality);
