using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.Labelling;

namespace ReportingService.Intake.SubmitReport;

/// <summary>What the check page tells before anything is sent or stored.</summary>
public sealed class ReportPreview(Labeller labeller, RoutingData routing, ReadyDesks readyDesks)
{
    /// <summary>The question about an ambiguous place; null when there is none.</summary>
    public PlaceQuestion? AskPlace(PlainReport report) => labeller.AskPlace(report.Words, report.Ticks);

    /// <summary>Who will and who will not receive it, how urgent it is, and whether it would have to wait for somebody who can open it.</summary>
    public async Task<(Core.Routing.Recipients Recipients, ReportLabels Labels, bool Waits)> OfAsync(PlainReport report, CancellationToken cancellationToken)
    {
        var labels = labeller.Label(report.Words, report.Ticks);
        return (routing.Router.Preview(labels), labels, routing.Router.Waits(labels, await readyDesks.NowAsync(cancellationToken)));
    }
}
