using ReportingService.Core.Keys;
using ReportingService.Core.Vocabulary;

namespace ReportingService.Core.Routing;

/// <summary>How far the circle of those who will not receive a report reaches.</summary>
public enum Barred
{
    Nobody,
    NamedUnits,
    LocalAndRegionalPolice,
    AllPolice,
}

/// <summary>What the check-answers page tells before sending: who receives, who is only told, who will not receive (desk codes).</summary>
public sealed record Recipients(
    IReadOnlyList<string> Receive,
    IReadOnlyList<string> OnlyTold,
    IReadOnlyList<string> WillNotReceive,
    Barred Barred,
    Protection Protection,
    Urgency Urgency,
    Category Category,
    bool Restricted);
