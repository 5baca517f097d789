using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>An active member admits one who waits.</summary>
public sealed class AdmitModel(DeskAdmission admission) : PageModel
{
    [BindProperty]
    public Guid Member { get; set; }

    [BindProperty]
    public string? Fingerprint { get; set; }

    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
        => Redirect(await admission.AdmitAsync(desk, HttpContext.Staff().Session, Member, Fingerprint ?? "", cancellationToken) ? "/desks?done=admitted" : "/desks?done=not");
}
