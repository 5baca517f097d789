using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>A member starts the desk's next key epoch.</summary>
public sealed class RotateKeyModel(DeskKeyring keyring) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
    {
        try
        {
            return Redirect(await keyring.RotateAsync(desk, HttpContext.Staff().Session, cancellationToken) ? "/desks?done=rotated" : "/desks?done=not");
        }
        catch (SealBrokenException)
        {
            // A member's public key is not the one that was admitted: nothing was made.
            return Redirect("/desks?done=not");
        }
    }
}
