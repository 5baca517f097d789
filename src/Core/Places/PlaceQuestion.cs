namespace ReportingService.Core.Places;

/// <summary>A name that occurs in several municipalities: the form asks which one is meant. Never routed by guessing.</summary>
public sealed record PlaceQuestion(IReadOnlyList<PlaceCandidate> Candidates);
