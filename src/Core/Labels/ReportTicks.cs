using ReportingService.Core.Places;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Labels;

/// <summary>What the reporter ticked and confirmed on the form, as opposed to what was found in the text.</summary>
/// <param name="Municipality">Slug of a municipality.</param>
/// <param name="ConcernedUnit">Code of the unit the report complains of.</param>
public sealed record ReportTicks(
    Category? Category = null,
    string? Municipality = null,
    GeoPoint? Pin = null,
    bool InProgress = false,
    bool AboutPolice = false,
    bool Victim = false,
    bool Child = false,
    bool HelplineOnly = false,
    string? ConcernedUnit = null);
