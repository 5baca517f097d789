using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>A draft: its author writes it, everybody else reads what it would change and signs it or not.</summary>
public sealed class DraftModel(
    IDbContextFactory<ReportingDb> databases, RuleDrafts drafts, RuleSignatures signatures, RulesInForce rules, RoutingData routing, EvaluationTexts evaluation) : PageModel
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public int Seen { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Not { get; set; }

    public RuleDraft Row { get; private set; } = null!;

    public string? Author { get; private set; }

    public RuleReading Reading { get; private set; } = null!;

    /// <summary>What a signature given on this page is given to.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>What would change over the evaluation texts; null while the text is faulty.</summary>
    public IReadOnlyList<DryRunChange>? Trial { get; private set; }

    public int TrialTexts { get; private set; }

    /// <summary>Reports that are open with a desk now, and those that no rule has routed yet.</summary>
    public (int Open, int Waiting) Reports { get; private set; }

    public StaffUser Staff => HttpContext.Staff();

    public bool IsOwn => Row.AuthorId == Staff.AccountId;

    public bool MayActivate => Staff.Role == AccountRole.RuleAuthor && !IsOwn && Row.State == RuleDraftState.Proposed;

    /// <summary>The body this reader may sign for, if it is asked and has not signed.</summary>
    public KeyDomain? MaySignFor => Row.State == RuleDraftState.Proposed && RuleSignatures.BodyOf(Staff) is { } body && Reading.Bodies.Contains(body) && !HasSigned(body) ? body : null;

    public bool Behind => Row.State == RuleDraftState.Proposed && Row.Follows != rules.Number;

    public int InForce => rules.Number;

    public string Address => "/rules/drafts/" + Row.Id.ToString("N");

    public bool HasSigned(KeyDomain body) => Row.Bodies().Any(signed => signed.Body == body);

    public async Task<IActionResult> OnGetAsync(string draft, CancellationToken cancellationToken)
    {
        await rules.LookAsync(cancellationToken);
        if (!await LoadAsync(draft, cancellationToken))
        {
            return NotFound();
        }

        (Text, Purpose, Seen) = (Encoding.UTF8.GetString(Row.Content), Row.Purpose, Row.Version);
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string draft, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(draft, "N", out var id))
        {
            return NotFound();
        }

        var outcome = await drafts.SaveAsync(Staff, id, Seen, Text ?? "", (Purpose ?? "")[..Math.Min(200, (Purpose ?? "").Length)], cancellationToken);
        if (outcome == RuleOutcome.Done)
        {
            return Redirect($"/rules/drafts/{id:N}?done=saved");
        }

        if (!await LoadAsync(draft, cancellationToken) || !IsOwn)
        {
            return NotFound();
        }

        // What was typed stays on the page; saving once more writes it over what the other window saved, knowingly.
        Not = Core.Vocabulary.Codes.Of(outcome);
        Seen = Row.Version;
        ModelState.Clear();
        Row.Content = Encoding.UTF8.GetBytes(Text ?? "");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await ShowAsync(cancellationToken);
    }

    private async Task<bool> LoadAsync(string draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!Guid.TryParseExact(draft, "N", out var id)
            || await db.RuleDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row
            || (row.AuthorId != Staff.AccountId && row.State is RuleDraftState.Writing or RuleDraftState.Dropped))
        {
            return false;
        }

        Row = row;
        Author = await db.Accounts.AsNoTracking().Where(account => account.Id == row.AuthorId).Select(account => account.UserName).SingleOrDefaultAsync(cancellationToken);
        Reports = (
            await db.Cases.CountAsync(report => report.RoutedAt != null && report.State != ReportState.Closed && report.State != ReportState.Withdrawn, cancellationToken),
            await db.Cases.CountAsync(report => report.RoutedAt == null && report.State == ReportState.Received, cancellationToken));
        return true;
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancellationToken)
    {
        // Before the reading: if another version comes in force between the two, the form is stale rather than wrong.
        Shown = ShownDraft.HashOf(Row, rules.Last);
        Reading = signatures.Read(Row);
        if (Reading is { Rules: { } proposed, Changes.Count: > 0 })
        {
            var texts = await evaluation.ReadAsync().WaitAsync(cancellationToken);
            Trial = DryRun.Compare(routing.Rules, proposed, routing.Desks, texts);
            TrialTexts = texts.Count;
        }

        return Page();
    }
}
