using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ReportingService.Data;
using ReportingService.StaffConsole.CaseWork;

namespace ReportingService.StaffConsole.GrantAccess;

/// <summary>The holder answers a notified desk that asks to read: yes, and the key is wrapped to it as well, or no.</summary>
public sealed class GrantAccessModel(AccessAnswers answers, IDbContextFactory<ReportingDb> databases) : ReportActionModel(databases)
{
    [BindProperty]
    public string? Desk { get; set; }

    /// <summary>No: without a reason, which could tell more than the desk may know.</summary>
    public async Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
        => await answers.DeclineAsync(Staff, Access, [Desk ?? ""], cancellationToken) ? Done("access_declined") : Not("declined");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
        => await answers.GrantAsync(Staff, Access, Desk, cancellationToken) switch
        {
            AccessGiven.Given => Done("granted"),
            AccessGiven.Altered => Not("altered"),
            _ => Not("grant"),
        };
}
