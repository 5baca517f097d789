using ReportingService.Intake.Forms;
using ReportingService.Intake.SubmitReport;

namespace ReportingService.Intake.Pages.Shared;

/// <summary>The answers a form carries in hidden fields: all but those the page itself asks for.</summary>
public sealed record Carried(PlainForm Form, IReadOnlyList<string> Names)
{
    /// <summary>Everything known but these.</summary>
    public static Carried AllBut(PlainForm form, params IEnumerable<string> asked)
        => new(form, [.. ReportFields.All.Append(SendReport.SendReportPage.PlaceAsked).Except(asked).Except([ReportFields.Token])]);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(Carried);
}
