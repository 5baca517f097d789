using ReportingService.Core.Labels;
using ReportingService.Labelling;

namespace ReportingService.Intake.SubmitReport;

/// <summary>A report as its writer sent it, checked. Prints only its type name.</summary>
public sealed record PlainReport(PlainText Words, ReportTicks Ticks)
{
    /// <summary>Threat: plaintext in a log through interpolation.</summary>
    public override string ToString() => nameof(PlainReport);
}
