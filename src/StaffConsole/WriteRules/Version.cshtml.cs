using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>One version: its text, what going back to it would change, and the way to do that.</summary>
public sealed class VersionModel(IDbContextFactory<ReportingDb> databases, RuleDrafts drafts, RulesInForce rules, RoutingData routing) : PageModel
{
    public int Number { get; private set; }

    public string Purpose { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>What would change if it came in force again.</summary>
    public RuleReading? Reading { get; private set; }

    public int InForce => rules.Number;

    /// <summary>A version that is refused is nothing to go back to.</summary>
    public bool MayRestore => HttpContext.Staff().Role == AccountRole.RuleAuthor && Number < InForce;

    public async Task<IActionResult> OnGetAsync(int number, CancellationToken cancellationToken)
    {
        await rules.LookAsync(cancellationToken);
        if (await drafts.TextAsync(number, cancellationToken) is not { } text)
        {
            return NotFound();
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Number = number;
        Purpose = await db.RuleVersions.AsNoTracking().Where(version => version.Number == number).Select(version => version.Purpose).SingleOrDefaultAsync(cancellationToken) ?? "";
        Text = Encoding.UTF8.GetString(text);
        Reading = number == InForce ? null : RuleReading.Of(text, routing.Rules, rules.Last.Content, routing.Desks);
        return Page();
    }
}
