using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>A member starts the desk's next key epoch, after reading and confirming who gets it.</summary>
public sealed class RotateKeyModel(DeskKeyRenewal renewal) : PageModel
{
    /// <summary>The accounts that the page named as getting the key.</summary>
    [BindProperty]
    public IList<Guid> Confirmed { get; set; } = [];

    public string Desk { get; private set; } = "";

    /// <summary>Everybody the rows name.</summary>
    public IReadOnlyList<RenewalMember> Members { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string desk, CancellationToken cancellationToken)
    {
        try
        {
            if (await renewal.MembersAsync(desk, HttpContext.Staff().Session, cancellationToken) is not { } members)
            {
                return Redirect("/desks?done=not");
            }

            (Desk, Members) = (desk, members);
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
            return Redirect(await renewal.RotateAsync(desk, HttpContext.Staff().Session, [.. Confirmed], cancellationToken) ? "/desks?done=rotated" : "/desks?done=not");
        }
        catch (SealBrokenException)
        {
            // The member's own grant or the chain was meddled with: nothing was made.
            return Redirect("/desks?done=not");
        }
    }
}
