using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>One version: who signed it, what it changed, its text, what going back to it would change, and the way to do that.</summary>
public sealed class VersionModel(IDbContextFactory<ReportingDb> databases, RuleDrafts drafts, RulesInForce rules, RoutingData routing) : PageModel
{
    public int Number { get; private set; }

    public string Purpose { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>The text rule by rule.</summary>
    public RuleText? Rules { get; private set; }

    /// <summary>What would change if it came in force again.</summary>
    public RuleReading? Reading { get; private set; }

    /// <summary>What it changed against the version before it; null for the first one.</summary>
    public RuleReading? Changed { get; private set; }

    /// <summary>Who wrote it, who put it in force and when; null for the folder's file.</summary>
    public VersionRow? Signed { get; private set; }

    /// <summary>Bodies outside the police that signed because it touched them.</summary>
    public IReadOnlyList<string> CoSigners { get; private set; } = [];

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
        if (await db.RuleVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Number == number, cancellationToken) is { } row)
        {
            Purpose = row.Purpose;
            Signed = new VersionRow(number, row.Purpose, row.Restores, await NameAsync(db, row.Author, cancellationToken), await NameAsync(db, row.Activator, cancellationToken), row.ActivatedAt);
            CoSigners = [.. new[] { row.PikSignature is null ? null : "PIK", row.HelplineSignature is null ? null : "HELPLINE" }.OfType<string>()];
            Changed = await ChangedAsync(text, cancellationToken);
        }

        (Text, Rules) = (Encoding.UTF8.GetString(text), RuleText.Of(text));
        Reading = number == InForce ? null : RuleReading.Of(text, routing.Rules, rules.Last.Content, routing.Desks);
        return Page();
    }

    private static async Task<string?> NameAsync(ReportingDb db, byte[] record, CancellationToken cancellationToken)
    {
        var account = RulesModel.AccountOf(record);
        return await db.Accounts.AsNoTracking().Where(row => row.Id == account).Select(row => row.UserName).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<RuleReading?> ChangedAsync(byte[] text, CancellationToken cancellationToken)
    {
        if (await drafts.TextAsync(Number - 1, cancellationToken) is not { } before)
        {
            return null;
        }

        try
        {
            return RuleReading.Of(text, RuleSet.Load(before, routing.Desks), before, routing.Desks);
        }
        catch (RuleSetException)
        {
            // Written for desks that are gone: its text still stands there, the difference in words does not.
            return null;
        }
    }
}
