using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.AskReporter;

/// <summary>Asks the reporter. The form also stands on the report's page.</summary>
public sealed class AskModel(AskHandler handler, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    [BindProperty]
    public string? Words { get; set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadHeadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
        => await handler.HandleAsync(Staff, Access, Words, cancellationToken) switch
        {
            AskOutcome.Sent => Done("asked"),
            AskOutcome.Empty => await AgainAsync("staff.ask.empty", cancellationToken),
            AskOutcome.TooLong => await AgainAsync("staff.ask.toolong", cancellationToken),
            AskOutcome.Ended => await AgainAsync("staff.ask.ended", cancellationToken),
            AskOutcome.NoReporter => await AgainAsync("staff.ask.noreporter", cancellationToken),
            _ => await AgainAsync("staff.altered", cancellationToken),
        };
}
