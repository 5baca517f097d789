using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Labelling;

namespace ReportingService.Intake.SubmitReport;

/// <summary>What the check page tells before anything is sent or stored.</summary>
public sealed class ReportPreview(Labeller labeller, RoutingData routing)
{
    /// <summary>The question about an ambiguous place; null when there is none.</summary>
    public PlaceQuestion? AskPlace(PlainReport report) => labeller.AskPlace(report.Words, report.Ticks);

    /// <summary>Who will and who will not receive it, and how urgent it is.</summary>
    public (Core.Routing.Recipients Recipients, ReportLabels Labels) Of(PlainReport report)
    {
        var labels = labeller.Label(report.Words, report.Ticks);
        return (routing.Router.Preview(labels), labels);
    }
}
