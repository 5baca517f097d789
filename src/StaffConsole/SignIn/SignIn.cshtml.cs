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

    /// <summary>Digits of new roots, typed by who was told in person that they are in use.</summary>
    [BindProperty]
    public string? Roots { get; set; }

    /// <summary>Whether the console runs with other roots than the account was made with: then the page says whom to tell.</summary>
    public bool TrustChanged { get; private set; }

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
        var request = new SignInRequest(name, Passphrase ?? "", Code ?? "", cookies.Knows(Request, name), Roots);
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
            case SignInOutcome.CodeUsed(var account):
                Response.OnCompleted(() => handler.RecordRefusalAsync(account, "code=used"));
                return Again("staff.signin.used", StatusCodes.Status422UnprocessableEntity);
            case SignInOutcome.TrustChanged(var account, var differ):
                // Written before the answer: whoever is told to report it must find it on record.
                await handler.RecordRefusalAsync(account, differ ? "trust=differs" : "trust=changed");
                TrustChanged = true;
                return Again(differ ? "staff.signin.roots.differ" : "staff.signin.roots", StatusCodes.Status422UnprocessableEntity);
            case SignInOutcome.Refused(Guid account, var why):
                Response.OnCompleted(() => handler.RecordRefusalAsync(account, why));
                return Again("staff.signin.refused", StatusCodes.Status422UnprocessableEntity);
            default:
                return Again("staff.signin.refused", StatusCodes.Status422UnprocessableEntity);
        }
    }

    private string Target => Url.IsLocalUrl(Back) && Back != "/sign-in" ? Back! : "/";

    private PageResult Again(string wrong, int status)
    {
        Wrong = wrong;
        Passphrase = Code = Roots = null;
        ModelState.Clear();
        Response.StatusCode = status;
        return Page();
    }
}
