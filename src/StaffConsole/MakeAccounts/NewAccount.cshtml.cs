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
public sealed class NewAccountModel(AccountCreation accounts, RoutingData routing, DeskGroups groups, IOptions<StaffConsoleOptions> options) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? UserName { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public IList<string> Desks { get; set; } = [];

    /// <summary>Words of the search among the desks. It goes by GET and carries along what is typed and chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    public string? Wrong { get; private set; }

    public Invitation? Link { get; private set; }

    /// <summary>The desks to choose from.</summary>
    public IReadOnlyList<DeskGroup> Groups => groups.Find(Find, Desks);

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
            Link = new Invitation(name, $"{options.Value.Url.TrimEnd('/')}/invite#{secret}");
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
