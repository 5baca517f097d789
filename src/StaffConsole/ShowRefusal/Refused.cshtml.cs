using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ReportingService.StaffConsole.ShowRefusal;

/// <summary>What stands where nothing is, or where something failed. The same page for "not there" and "not for you".</summary>
[IgnoreAntiforgeryToken]
public sealed class RefusedModel : PageModel
{
    public bool Failed { get; private set; }

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    private void Show(int status)
    {
        Failed = status is >= 500 or 400;
        if (Response.StatusCode == StatusCodes.Status200OK)
        {
            Response.StatusCode = status is >= 400 and <= 599 ? status : StatusCodes.Status404NotFound;
        }
    }
}
