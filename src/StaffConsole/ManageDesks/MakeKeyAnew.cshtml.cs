using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>A member makes a new key for a desk whose key has ended; it waits for a custodian, like the first.</summary>
public sealed class MakeKeyAnewModel(DeskKeyring keyring) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
    {
        try
        {
            return Redirect(await keyring.MakeAnewAsync(desk, HttpContext.Staff().Session, cancellationToken) ? "/desks?done=made" : "/desks?done=not");
        }
        catch (SealBrokenException)
        {
            // A member's public key is not the one that was admitted: nothing was made.
            return Redirect("/desks?done=not");
        }
    }
}
