using System.ComponentModel;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.Recipients;

namespace ReportingService.Intake.SubmitReport;

/// <summary>The answer to a stored report.</summary>
public sealed record SubmitReportAnswer(
    [property: Description("Six groups of five characters. Shown once more only to who sends the same token again; nobody can find it out otherwise.")] string Receipt,
    [property: Description("emergency, urgent, high, normal, low or none: how soon a person should read it.")] string Urgency,
    [property: Description("Every file in the order sent.")] IReadOnlyList<ReceivedFile> Files,
    [property: Description("Who gets it.")] IReadOnlyList<Recipient> Recipients,
    [property: Description("Who will not get it.")] IReadOnlyList<Recipient> NotRecipients,
    [property: Description("true: it is stored safely, but nobody who may read it can open it now, and nobody is alarmed.")] bool Waiting)
{
    /// <summary>From a stored outcome, with names in the reader's language.</summary>
    public static SubmitReportAnswer Of(SubmitReportOutcome.Accepted accepted, DeskNames names)
    {
        var report = accepted.Report;
        return new SubmitReportAnswer(
            accepted.Receipt.Grouped,
            Codes.Of(report.Urgency),
            report.Files,
            [
                .. report.Receive.Select(desk => new Recipient(desk, names.Of(desk), "report")),
                .. report.OnlyTold.Select(desk => new Recipient(desk, names.Of(desk), "notice")),
            ],
            [.. report.WillNotReceive.Select(desk => new Recipient(desk, names.Of(desk), "nothing"))],
            report.Waits);
    }
}

/// <summary>A desk and what it gets.</summary>
public sealed record Recipient(
    [property: Description("Code of the desk.")] string Desk,
    [property: Description("Its name in the language asked for.")] string Name,
    [property: Description("report: the report and its key; notice: only that there is one; nothing.")] string Gets);
