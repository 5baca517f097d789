using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Opening;
using ReportingService.Sealing;
using ReportingService.StaffConsole.Layout;

namespace ReportingService.StaffConsole.AcceptInvite;

/// <summary>Three steps on one address: the invitation's code, a passphrase, the code app.</summary>
public sealed class InviteModel(AcceptInviteHandler handler, Trust trust) : PageModel
{
    /// <summary>Of the roots the account was made with. Threat: a whole console with other roots is put up, where everybody is invited anew.</summary>
    public string Roots => KeyFingerprint.Of(trust);

    [BindProperty]
    public string? Secret { get; set; }

    [BindProperty]
    public string? Passphrase { get; set; }

    [BindProperty]
    public string? Repeat { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public string? UserName { get; private set; }

    public string? TotpSecret { get; private set; }

    public QrPicture? Picture { get; private set; }

    public string? Wrong { get; private set; }

    public bool Finished { get; private set; }

    public void OnGet()
    {
    }

    /// <summary>Step one: the code of the invitation.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => WithAccountAsync(_ => Task.CompletedTask, cancellationToken);

    /// <summary>Step two: the passphrase.</summary>
    public Task<IActionResult> OnPostPassphraseAsync(CancellationToken cancellationToken)
        => WithAccountAsync(
            async account =>
            {
                Fail(PassphraseRule.WrongWith(Passphrase ?? "", account.UserName) ?? (Passphrase == Repeat ? null : "staff.invite.differ"));
                if (Wrong is null)
                {
                    Show(await handler.PrepareAsync(Secret!, account, Passphrase!, cancellationToken));
                }
            },
            cancellationToken);

    /// <summary>Step three: the first code.</summary>
    public Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
        => WithAccountAsync(
            async account =>
            {
                if (handler.Prepared(Secret!) is not { } prepared)
                {
                    return;
                }

                if (await handler.FinishAsync(Secret!, account, Code, cancellationToken))
                {
                    Finished = true;
                    return;
                }

                Fail("staff.invite.wrongcode");
                Show(prepared);
            },
            cancellationToken);

    private async Task<IActionResult> WithAccountAsync(Func<Data.Account, Task> step, CancellationToken cancellationToken)
    {
        ModelState.Clear();
        Secret = InvitationSecret.In(Secret);
        if (await handler.FindAsync(Secret, cancellationToken) is not { } account)
        {
            Fail("staff.invite.bad");
            return Page();
        }

        UserName = account.UserName;
        await step(account);
        Passphrase = Repeat = Code = null;
        return Page();
    }

    private void Show(UnlockedAccount account)
    {
        TotpSecret = Totp.ToBase32(account.TotpSecret);
        Picture = QrPicture.Of(Totp.Uri(account.TotpSecret, "Tavolina", UserName!));
    }

    private void Fail(string? wrong)
    {
        Wrong = wrong;
        if (wrong is not null)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
    }
}
