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

/// <summary>
/// What the check-answers page tells before sending: who receives, who is only told, who will not receive (desk codes). Of a report of the
/// helpline, <c>NeverCopied</c> get no copy on any ground, the unit complained of first; <c>CopiesBarred</c> says how far that reaches.
/// </summary>
public sealed record Recipients(
    IReadOnlyList<string> Receive,
    IReadOnlyList<string> OnlyTold,
    IReadOnlyList<string> WillNotReceive,
    Barred Barred,
    IReadOnlyList<string> NeverCopied,
    Barred CopiesBarred,
    Protection Protection,
    Urgency Urgency,
    Category Category,
    bool Restricted);
