using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>Tries a proposal on the open reports of the reader's own desks.</summary>
public sealed class TryModel(RuleDrafts drafts, RuleSignatures rules, RuleTrial trial) : PageModel
{
    public RuleDraft Row { get; private set; } = null!;

    public TriedRules? Tried { get; private set; }

    public string Address => "/rules/drafts/" + Row.Id.ToString("N");

    public async Task<IActionResult> OnGetAsync(string draft, CancellationToken cancellationToken)
        => await LoadAsync(draft, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string draft, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(draft, cancellationToken) || rules.Read(Row).Rules is not { } proposed)
        {
            return NotFound();
        }

        Tried = await trial.TryAsync(HttpContext.Staff(), proposed, cancellationToken);
        return Page();
    }

    private async Task<bool> LoadAsync(string draft, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(draft, cancellationToken) is not { State: RuleDraftState.Proposed } row)
        {
            return false;
        }

        Row = row;
        return true;
    }
}
