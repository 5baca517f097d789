using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.AcceptInvite;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.MakeAccounts;

/// <summary>Makes an account and shows its one-time link, once.</summary>
public sealed class NewAccountModel(AccountCreation accounts, RoutingData routing, IOptions<StaffConsoleOptions> options) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public IList<string> Desks { get; set; } = [];

    public string? Wrong { get; private set; }

    public string? Link { get; private set; }

    /// <summary>All desks that can have members.</summary>
    public IEnumerable<Desk> AllDesks => routing.Desks.All.Where(desk => !desk.External);

    public void OnGet()
    {
    }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        var name = (UserName ?? "").Trim().ToLowerInvariant();
        var desks = Desks.Where(desk => !string.IsNullOrEmpty(desk)).ToList();
        if (!AccountRules.IsName(name) || !Codes.TryParse<AccountRole>(Role, out var role))
        {
            Fail("staff.accounts.name.bad");
        }
        else if (!AccountRules.Fit(role, desks, routing.Desks))
        {
            Fail("staff.accounts.desks.mixed");
        }
        else if (await accounts.InviteNewAsync(name, role, desks, HttpContext.Staff().Actor, AccountCreation.InviteLife, cancellationToken) is { } secret)
        {
            Link = $"{options.Value.Url.TrimEnd('/')}/invite#{secret}";
        }
        else
        {
            Fail("staff.accounts.taken");
        }
    }

    private void Fail(string wrong)
    {
        Wrong = wrong;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }
}
