using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.OpenReport;

namespace ReportingService.StaffConsole.CaseWork;

/// <summary>A page that does one thing with a report: explains what it means, asks, does it. Shows nothing of its content.</summary>
public abstract class ReportActionModel(IDbContextFactory<ReportingDb> databases) : PageModel
{
    public StaffUser Staff => HttpContext.Staff();

    public ReportAccess Access => HttpContext.Report();

    public ReportHead Head { get; private set; } = null!;

    /// <summary>Key of the sentence about what went wrong.</summary>
    public string? Wrong { get; protected set; }

    /// <summary>Address of the report.</summary>
    public string Address => "/reports/" + Access.Report;

    protected IDbContextFactory<ReportingDb> Databases => databases;

    /// <summary>Reads what stands above the form.</summary>
    protected async Task LoadHeadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Head = await ReportHead.ReadAsync(db, Access.Report, cancellationToken);
    }

    /// <summary>Reads what stands above the form and what the report holds, for pages that depend on it. Null when it does not open, and the page says so. <paramref name="showsAnswers"/>: the page shows what the reporter wrote.</summary>
    protected async Task<PlainReport?> LoadReportAsync(ReportOpener opener, string purpose, bool showsAnswers, CancellationToken cancellationToken)
    {
        await LoadHeadAsync(cancellationToken);
        var plain = await (showsAnswers && Head.State == ReportState.Answered
            ? opener.ReadAnswersAsync(Staff, Access, purpose, cancellationToken)
            : opener.ReadAsync(Staff, Access, purpose, cancellationToken));
        Wrong = plain is null ? "staff.altered" : Wrong;
        return plain;
    }

    /// <summary>The same for a page that shows nothing the reporter wrote.</summary>
    protected Task<PlainReport?> LoadReportAsync(ReportOpener opener, string purpose, CancellationToken cancellationToken)
        => LoadReportAsync(opener, purpose, false, cancellationToken);

    /// <summary>Back to the report, saying what was done.</summary>
    protected RedirectResult Done(string what) => Redirect($"{Address}?done={what}");

    /// <summary>Back to the report, saying what was not possible.</summary>
    protected RedirectResult Not(string why) => Redirect($"{Address}?not={why}");

    /// <summary>To the queue: the report is no longer here.</summary>
    protected RedirectResult Gone(string what) => Redirect($"/queue?done={what}");

    /// <summary>The form again, with everything typed.</summary>
    protected async Task<IActionResult> AgainAsync(string wrong, CancellationToken cancellationToken)
    {
        Wrong = wrong;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await LoadHeadAsync(cancellationToken);
        return Page();
    }
}
