using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.CloseReport;

/// <summary>
/// Ends the work on a report with an outcome from a closed list, which its reporter reads. It cannot be undone, so a second page says
/// first what the reporter will read.
/// </summary>
public sealed class CloseModel(CaseChange changes, Audit audit, RoutingData routing, TimeProvider time, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    private const string Unread = "unread";

    [BindProperty]
    public string? Outcome { get; set; }

    /// <summary>Set by the second page.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>How many messages of the reporter there were when the page was made.</summary>
    [BindProperty]
    public int Seen { get; set; }

    /// <summary>The code of the words the reporter reads; null until an outcome is chosen.</summary>
    public string? Reads { get; private set; }

    /// <summary>What the staff of this desk choose from.</summary>
    public IReadOnlyList<string> Choices => Outcomes.Of(routing.Desks[Access.Desk].Domain);

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Outcome is null || !Choices.Contains(Outcome))
        {
            return await AgainAsync("staff.close.choose", cancellationToken);
        }

        if (!Sure)
        {
            await ShowSureAsync(cancellationToken);
            return Page();
        }

        var closed = await changes.MakeAsync<string?>(
            Access.Report,
            async (db, row, ct) =>
            {
                if (row.State is ReportState.Closed or ReportState.Withdrawn || row.WithdrawnAt is not null)
                {
                    return "ended";
                }

                // Threat: words that came while this page stood open are ended with the report, and nobody has read them.
                if (row.State == ReportState.Answered && await MessagesAsync(db, ct) != Seen)
                {
                    return Unread;
                }

                await CaseClosing.CloseAsync(db, row, Outcome, time.GetUtcNow(), ct);
                await audit.AppendAsync(db, Staff.Actor, "report_closed", row.AuditId.ToString("N"), "outcome=" + Outcome, ct);
                return null;
            },
            cancellationToken);
        if (closed == Unread)
        {
            await ShowSureAsync(cancellationToken);
            return await AgainAsync("staff.close.unread", cancellationToken);
        }

        return closed is null ? Done("closed") : Not(closed);
    }

    private async Task ShowSureAsync(CancellationToken cancellationToken)
    {
        Reads = Outcomes.ForReporter(Outcome!);
        await using (var db = await Databases.CreateDbContextAsync(cancellationToken))
        {
            Seen = await MessagesAsync(db, cancellationToken);
        }

        // What the form said before must not stand in the form again.
        ModelState.Remove(nameof(Seen));
        await LoadHeadAsync(cancellationToken);
        Wrong = Head.State == ReportState.Answered ? "staff.close.unread" : null;
    }

    private Task<int> MessagesAsync(ReportingDb db, CancellationToken cancellationToken)
        => db.CaseMessages.CountAsync(message => message.CaseId == Access.Report.Value && !message.FromUnit, cancellationToken);
}
