using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Access;
using ReportingService.StaffConsole.SignIn;

namespace ReportingService.StaffConsole.ChangePassphrase;

/// <summary>A member of staff changes their own passphrase.</summary>
public sealed class ChangePassphraseModel(ChangePassphraseHandler handler, ConsoleCookies cookies) : PageModel
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public string? Repeat { get; set; }

    /// <summary>Key of the sentence about what went wrong.</summary>
    public string? Wrong { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var user = HttpContext.Staff();
        Wrong = PassphraseRule.WrongWith(Passphrase ?? "", user.UserName)
            ?? (Passphrase != Repeat ? "staff.invite.differ" : Passphrase == Current ? "staff.passphrase.same" : null);
        if (Wrong is null)
        {
            switch (await handler.HandleAsync(user, cookies.Session(Request) ?? "", Current ?? "", Code ?? "", Passphrase!, cancellationToken))
            {
                case ChangePassphraseOutcome.Changed:
                    return Redirect("/account?done=passphrase");
                case ChangePassphraseOutcome.CodeUsed:
                    Wrong = "staff.passphrase.used";
                    break;
                case ChangePassphraseOutcome.MustWait:
                    Wrong = "staff.passphrase.wait";
                    break;
                default:
                    Wrong = "staff.passphrase.refused";
                    break;
            }
        }

        // Nothing typed here is ever sent back.
        Current = Code = Passphrase = Repeat = null;
        ModelState.Clear();
        Response.StatusCode = Wrong == "staff.passphrase.wait" ? StatusCodes.Status429TooManyRequests : StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
