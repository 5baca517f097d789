using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>
/// A member makes a new key for a desk whose key has ended, after reading who gets it, who loses what and who must be told; it waits
/// for a custodian, like the first.
/// </summary>
public sealed class MakeKeyAnewModel(DeskKeyAnew anew) : PageModel
{
    /// <summary>The accounts that the page named as getting the key.</summary>
    [BindProperty]
    public IList<Guid> Confirmed { get; set; } = [];

    public string Desk { get; private set; } = "";

    public AnewPlan Plan { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string desk, CancellationToken cancellationToken)
    {
        try
        {
            if (await anew.PlanAsync(desk, HttpContext.Staff().Session, cancellationToken) is not { } plan)
            {
                return Redirect("/desks?done=not");
            }

            (Desk, Plan) = (desk, plan);
            return Page();
        }
        catch (SealBrokenException)
        {
            return Redirect("/desks?done=not");
        }
    }

    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
    {
        try
        {
            return Redirect(await anew.MakeAsync(desk, HttpContext.Staff().Session, [.. Confirmed], cancellationToken) ? "/desks?done=made" : "/desks?done=not");
        }
        catch (SealBrokenException)
        {
            // A member's public key is not the one that was admitted: nothing was made.
            return Redirect("/desks?done=not");
        }
    }
}
