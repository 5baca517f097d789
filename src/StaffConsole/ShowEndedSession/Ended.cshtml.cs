using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.WriteRules;

namespace ReportingService.StaffConsole.ShowEndedSession;

/// <summary>
/// Where words arrive that somebody typed while their session ended. They were not sent and are stored nowhere; the page gives them back
/// to be copied. It shows only what this request carries, so it needs no session, and it changes nothing, so it needs no token.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class EndedModel(PageMarks marks, IOptions<StaffConsoleOptions> options) : PageModel
{
    /// <summary>What was typed.</summary>
    [BindProperty]
    public string? Words { get; set; }

    /// <summary>The purpose of a change of the rules.</summary>
    [BindProperty]
    public string? Purpose { get; set; }

    /// <summary>The text of the rules.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The form of one rule.</summary>
    [BindProperty]
    public RuleForm? Rule { get; set; }

    /// <summary>Whose page it was typed on, by its mark.</summary>
    [BindProperty]
    public string? Whose { get; set; }

    /// <summary>What is given back, with the key of its heading. A rule as the text writes it: that can be pasted, boxes and lists cannot.</summary>
    public IReadOnlyList<(string Heading, string Words)> Kept { get; private set; } = [];

    /// <summary>Whether the page covered itself, with nobody before it: then what was typed shows only when asked for.</summary>
    [FromQuery]
    public bool Covered { get; set; }

    /// <summary>The page it was typed on.</summary>
    [FromQuery]
    public string? Back { get; set; }

    /// <summary>Where to sign in, and to come back to.</summary>
    public string Onward => GoesOn ? (Url.IsLocalUrl(Back) ? Back! : "/") : Url.IsLocalUrl(Back) ? "/sign-in?back=" + Uri.EscapeDataString(Back!) : "/sign-in";

    /// <summary>Whether only this page was left alone, and the session goes on in another window.</summary>
    public bool GoesOn => HttpContext.StaffOrNobody() is { Session.Locked: false };

    /// <summary>Whether the alarm goes on above.</summary>
    public bool Alarms => HttpContext.StaffOrNobody() is { Session.Locked: true } user && (RolesOfAccount.Of(user.Role) & Roles.Casework) != 0;

    /// <summary>Minutes without a touch after which a session ends.</summary>
    public int Minutes => (int)options.Value.IdleLimit.TotalMinutes;

    /// <summary>Hours after which a session ends, used or not.</summary>
    public int Hours => (int)options.Value.SessionLimit.TotalHours;

    /// <summary>
    /// A file's own window is sandboxed: it comes here as if from another site, and its browser leaves the session out. It comes once more from
    /// here. Threat: the only screen of the night shows a photo, and what then stands in its place sounds no alarm.
    /// </summary>
    public void OnGet()
    {
        if (Request.Headers["Sec-Fetch-Site"] is ["cross-site"] && HttpContext.StaffOrNobody() is null && !Request.Query.ContainsKey("again"))
        {
            Response.Headers["Refresh"] = "0; url=/session-ended?again=1&back=" + Uri.EscapeDataString(Url.IsLocalUrl(Back) ? Back! : "/");
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        IFormCollection form;
        try
        {
            form = Request.HasFormContentType ? await Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        }
        catch (BadHttpRequestException fault)
        {
            // Anybody may send anything here: more than the server takes is the sender's fault and no error of ours.
            return StatusCode(fault.StatusCode);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return BadRequest();
        }

        // Threat: another site posts words of its own here, to have them read as one's own.
        if (Request.Headers["Sec-Fetch-Site"] is { Count: 0 } or ["same-origin"] && !IsOfSomebodyElse)
        {
            var rule = form.Keys.Any(key => key.StartsWith("Rule.", StringComparison.Ordinal)) ? Rule?.ToText() : null;
            Kept = [.. new[] { ("staff.ended.words", Words), ("staff.rules.purpose", Purpose), ("staff.rules.text", Text), ("staff.ended.rule", rule) }.Where(kept => !string.IsNullOrWhiteSpace(kept.Item2)).Select(kept => (kept.Item1, kept.Item2!))];
        }

        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Page();
    }

    /// <summary>
    /// Threat: a page covers itself, or its button is pressed, after a colleague has signed in at the same browser; or the colleague loads anew
    /// what it gave back. They read what somebody else has written.
    /// </summary>
    private bool IsOfSomebodyElse => HttpContext.StaffOrNobody() is { } reader && Whose != marks.Of(reader.AccountId);
}
