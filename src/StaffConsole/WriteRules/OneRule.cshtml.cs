using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReportingService.Core.Routing;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// One rule of a draft as a form, for its author. It writes that rule's part of the text and saves the text as the expert view does, so
/// that the same checks say what is wrong.
/// </summary>
public sealed class OneRuleModel(IDbContextFactory<ReportingDb> databases, RuleDrafts drafts, RuleSignatures signatures) : PageModel
{
    private const string New = "new";

    [BindProperty]
    public RuleForm Rule { get; set; } = new();

    /// <summary>Its place among the rules of its category.</summary>
    [BindProperty]
    public int Place { get; set; }

    /// <summary>Its name when the form was made: another window may have moved it.</summary>
    [BindProperty]
    public string? Was { get; set; }

    [BindProperty]
    public int Seen { get; set; }

    /// <summary><c>remove</c> takes the rule out; anything else saves it.</summary>
    [BindProperty]
    public string? Do { get; set; }

    /// <summary>Whether taking the rule out is meant: it is asked on the page.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>Whether the rule was to be taken out without the tick that asks.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Unsure { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    public RuleDraft Row { get; private set; } = null!;

    public RuleText Text { get; private set; } = null!;

    /// <summary>Where it stands in the text; null while it is new.</summary>
    public int? At { get; private set; }

    public RuleSetException? Fault { get; private set; }

    /// <summary>Why nothing was saved.</summary>
    public RuleOutcome? Not { get; private set; }

    public string Draft => "/rules/drafts/" + Row.Id.ToString("N");

    public string Address => $"{Draft}/rules/{(At is { } at ? at + 1 : New)}";

    /// <summary>The field that is at fault; null when none is.</summary>
    public string? FaultyField => Fault is { } fault ? RuleFields.Of(fault, Rule) : null;

    /// <summary>How many places there are to choose from.</summary>
    public int Places => Text.Rules.Count(other => other.Category is not null && other.Category == Rule.Category) + (At is { } at && Text.Rules[at].Category == Rule.Category ? 0 : 1);

    public async Task<IActionResult> OnGetAsync(string draft, string place, CancellationToken cancellationToken)
    {
        if (await LoadAsync(draft, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (place != New)
        {
            if (!int.TryParse(place, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < 1 || number > Text.Rules.Count)
            {
                return NotFound();
            }

            At = number - 1;
            (Rule, Place, Was) = (Text.Rules[number - 1], Text.PlaceOf(number - 1), Text.Rules[number - 1].Id);
            Fault = signatures.Read(Row).Fault is { } fault && Text.At(fault.Line) == At ? fault : null;
        }
        else
        {
            (Rule, Place) = Text.Begin(Category);
        }

        Seen = Row.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string draft, string place, CancellationToken cancellationToken)
    {
        if (await LoadAsync(draft, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        At = place == New ? null : Find(place);
        if (Do == "remove" && At is null)
        {
            return NotFound();
        }

        if (Do == "remove" && !Sure)
        {
            return Redirect($"{Address}?unsure=true#remove");
        }

        var (content, at) = Do == "remove" ? (Text.Without(At!.Value), (int?)null) : Text.Put(At, Rule, Place);
        var outcome = await drafts.SavePartAsync(HttpContext.Staff(), Row.Id, Seen, content, Row.Purpose, cancellationToken);
        if (outcome != RuleOutcome.Done)
        {
            // What was typed stays; saving once more writes it into what the other window saved, knowingly.
            (Not, Seen) = (outcome, Row.Version);
            ModelState.Clear();
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }

        Row.Content = content;
        return at is { } now && signatures.Read(Row).Fault is { } fault && RuleText.Of(content)?.At(fault.Line) == now
            ? Redirect($"{Draft}/rules/{now + 1}")
            : Redirect($"{Draft}?done=saved{(at is { } shown ? $"#r-{shown + 1}" : "")}");
    }

    /// <summary>The rule that the form was made for, wherever it stands by now; null when it is gone, and saving adds it anew.</summary>
    private int? Find(string place)
    {
        if (int.TryParse(place, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= Text.Rules.Count && Text.Rules[number - 1].Id == Was)
        {
            return number - 1;
        }

        return Text.Rules.ToList().FindIndex(rule => rule.Id == Was) is >= 0 and var found ? found : null;
    }

    /// <summary>Null when the form can be shown; the draft's own page says why it cannot.</summary>
    private async Task<IActionResult?> LoadAsync(string draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!Guid.TryParseExact(draft, "N", out var id) || await db.RuleDrafts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
        {
            return NotFound();
        }

        if (row.AuthorId != HttpContext.Staff().AccountId || row.State != RuleDraftState.Writing || RuleText.Of(row.Content) is not { } text)
        {
            return Redirect($"/rules/drafts/{id:N}");
        }

        (Row, Text) = (row, text);
        return null;
    }
}
