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
    IDbContextFactory<ReportingDb> databases, RuleDrafts drafts, RuleDeclines declines, RuleSignatures signatures, RulesInForce rules, RoutingData routing, EvaluationTexts evaluation) : PageModel
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    /// <summary>The rule for what no other takes.</summary>
    [BindProperty]
    public string? Fallback { get; set; }

    [BindProperty]
    public int Seen { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Not { get; set; }

    public RuleDraft Row { get; private set; } = null!;

    public string? Author { get; private set; }

    public RuleReading Reading { get; private set; } = null!;

    /// <summary>The text rule by rule; null when it is no JSON.</summary>
    public RuleText? Written { get; private set; }

    /// <summary>What is in force, rule by rule.</summary>
    public RuleText? Before { get; private set; }

    /// <summary>The rule that the checks refuse; null when it is none, or not one alone.</summary>
    public int? Faulty => Reading.Fault is { } fault ? Written?.At(fault.Line) : null;

    /// <summary>Whether the text itself was sent and not kept: it stands open then.</summary>
    public bool Typed { get; private set; }

    /// <summary>Whether the page shows what was sent and not kept. Nothing is signed from it: what is stored says something else.</summary>
    public bool Unsaved { get; private set; }

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

    public bool MayDecline => RuleDeclines.MayDecline(Staff, Row, Reading);

    /// <summary>Who did not agree to what was proposed last, and why.</summary>
    public (string By, string Why)? Declined { get; private set; }

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
        if (!await LoadAsync(draft, cancellationToken) || !IsOwn)
        {
            return NotFound();
        }

        // The expert view sends the text, the form above it purpose and fallback: what a form does not send stays as it is.
        (Typed, Unsaved) = (Text is not null, true);
        Purpose ??= Request.Form.ContainsKey(nameof(Purpose)) ? "" : null;
        var outcome = Typed
            ? await drafts.SaveAsync(Staff, Row.Id, Seen, Text!, Purpose, cancellationToken)
            : await drafts.SavePartAsync(Staff, Row.Id, Seen, WithFallback, Purpose, cancellationToken);
        if (outcome == RuleOutcome.Done)
        {
            return Redirect(Address + "?done=saved");
        }

        // What was typed stays on the page; saving once more writes it over what the other window saved, knowingly.
        (Not, Seen) = (Core.Vocabulary.Codes.Of(outcome), Row.Version);
        ModelState.Clear();
        Purpose ??= Row.Purpose;
        if (Row.State == RuleDraftState.Writing)
        {
            Row.Content = Typed ? Encoding.UTF8.GetBytes(Text!.ReplaceLineEndings("\n")) : WithFallback(Row.Content);
            Text = Encoding.UTF8.GetString(Row.Content);
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        return await ShowAsync(cancellationToken);
    }

    private byte[] WithFallback(byte[] stored) => Fallback is { } last && RuleText.Of(stored) is { } text && text.Fallback != last ? text.WithFallback(last) : stored;

    private async Task<bool> LoadAsync(string draft, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(draft, cancellationToken) is not { } row || (row.AuthorId != Staff.AccountId && row.State is RuleDraftState.Writing or RuleDraftState.Dropped))
        {
            return false;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
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
        Declined = Row.State == RuleDraftState.Writing ? await declines.LastAsync(Row.Id, cancellationToken) : null;
        Reading = signatures.Read(Row);
        Written = RuleText.Of(Row.Content);
        Before = RuleText.Of(rules.Last.Content);
        if (Reading is { Rules: { } proposed, Changes.Count: > 0 })
        {
            var texts = await evaluation.ReadAsync().WaitAsync(cancellationToken);
            Trial = DryRun.Compare(routing.Rules, proposed, routing.Desks, texts);
            TrialTexts = texts.Count;
        }

        return Page();
    }
}
