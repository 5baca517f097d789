using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.Keys;

namespace ReportingService.StaffConsole.ManageDesks;

/// <summary>The first member of a desk makes its key.</summary>
public sealed class MakeKeyModel(DeskKeyMaker maker) : PageModel
{
    public async Task<IActionResult> OnPostAsync(string desk, CancellationToken cancellationToken)
        => Redirect(await maker.MakeFirstAsync(desk, HttpContext.Staff().Session, cancellationToken) is null ? "/desks?done=not" : "/desks?done=made");
}
