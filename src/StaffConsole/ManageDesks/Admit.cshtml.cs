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

    /// <summary>Ticked: the fingerprint was compared with the person. Threat: a key put in the colleague's place is admitted by one click.</summary>
    [BindProperty]
    public bool Compared { get; set; }

    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
        => Redirect(Compared && await admission.AdmitAsync(desk, HttpContext.Staff().Session, Member, Fingerprint ?? "", cancellationToken) ? "/desks?done=admitted" : "/desks?done=not");
}
