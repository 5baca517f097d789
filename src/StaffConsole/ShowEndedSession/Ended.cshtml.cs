using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>
/// Where words arrive that somebody typed while their session ended. They were not sent and are stored nowhere; the page gives them back
/// to be copied. It shows only what this request carries, so it needs no session, and it changes nothing, so it needs no token.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(MostBytes)]
public sealed class EndedModel : PageModel
{
    private const int MostBytes = 256 * 1024;

    /// <summary>What was typed.</summary>
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The page it was typed on.</summary>
    [FromQuery]
    public string? Back { get; set; }

    /// <summary>Where to sign in, and to come back to.</summary>
    public string Onward => Url.IsLocalUrl(Back) ? "/sign-in?back=" + Uri.EscapeDataString(Back!) : "/sign-in";

    public void OnGet()
    {
    }

    public void OnPost()
    {
        // Threat: another site posts words of its own here, to have them read as one's own.
        if (Request.Headers["Sec-Fetch-Site"] is { Count: > 0 } from && from != "same-origin")
        {
            Words = null;
        }

        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status401Unauthorized;
    }
}
