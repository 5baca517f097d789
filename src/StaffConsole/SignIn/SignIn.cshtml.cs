using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.SignIn;

/// <summary>Name, passphrase and code in one form.</summary>
public sealed class SignInModel(SignInHandler handler, ConsoleSessions sessions, ConsoleCookies cookies) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>Key of the sentence about what went wrong.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Seconds to wait, when that is what went wrong.</summary>
    public int Seconds { get; private set; }

    public IActionResult OnGet()
        => HttpContext.StaffOrNobody() is { Session.Locked: false } ? LocalRedirect(Target) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var name = (UserName ?? "").Trim().ToLowerInvariant();
        var request = new SignInRequest(name, Passphrase ?? "", Code ?? "", cookies.Knows(Request, name));
        switch (await handler.HandleAsync(request, cancellationToken))
        {
            case SignInOutcome.SignedIn(var session, var language):
                if (cookies.Session(Request) is { } old)
                {
                    sessions.End(old);
                }

                cookies.GiveSession(Response, sessions.Start(session));
                cookies.Remember(Response, name);
                if (language.Length > 0)
                {
                    // The screen of a desk is shared: everybody finds their own language.
                    cookies.GiveLanguage(Response, language);
                }

                return LocalRedirect(Target);
            case SignInOutcome.MustWait(var wait):
                Seconds = (int)Math.Ceiling(wait.TotalSeconds);
                return Again("staff.signin.wait", StatusCodes.Status429TooManyRequests);
            case SignInOutcome.Busy:
                return Again("staff.signin.busy", StatusCodes.Status503ServiceUnavailable);
            case SignInOutcome.Refused(Guid account, var altered):
                Response.OnCompleted(() => handler.RecordRefusalAsync(account, altered));
                return Again("staff.signin.refused", StatusCodes.Status422UnprocessableEntity);
            default:
                return Again("staff.signin.refused", StatusCodes.Status422UnprocessableEntity);
        }
    }

    private string Target => Url.IsLocalUrl(Back) && Back != "/sign-in" ? Back! : "/";

    private PageResult Again(string wrong, int status)
    {
        Wrong = wrong;
        Passphrase = Code = null;
        ModelState.Clear();
        Response.StatusCode = status;
        return Page();
    }
}
