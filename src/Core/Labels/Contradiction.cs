namespace ReportingService.Core.Labels;

/// <summary>The form says one thing and the text another. A person sees both; codes only, never words of the text.</summary>
/// <param name="What">category, municipality, settlement, about_police, in_progress.</param>
public sealed record Contradiction(string What, string Ticked, string Written);
