using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Data;
using ReportingService.StaffConsole.Access;

namespace ReportingService.StaffConsole.WriteRules;

/// <summary>
/// One rule of a draft as a form, for its author. It writes that rule's part of the text and saves the text as the expert view does, so
/// that the same checks say what is wrong.
/// </summary>
public sealed class OneRuleModel(RuleDrafts drafts, RuleSignatures signatures) : PageModel
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
    public int Places => 1 + Text.Rules.Where((other, at) => at != At && other.Category is not null && other.Category == Rule.Category).Count();

    /// <summary>The one chosen. Threat: a number that nobody can choose, and a page that lists as many.</summary>
    public int ChosenPlace => Math.Clamp(Place, 1, Places);

    public async Task<IActionResult> OnGetAsync(string draft, string place, CancellationToken cancellationToken)
    {
        if (await LoadAsync(draft, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (place != New)
        {
            if (Text.Number(place) is not { } at)
            {
                return NotFound();
            }

            (At, Rule, Place, Was) = (at, Text.Rules[at], Text.PlaceOf(at), Text.Rules[at].Id);
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

        At = Find(Text, place);
        if (Do == "remove" && At is null)
        {
            return NotFound();
        }

        if (Do == "remove" && !Sure)
        {
            return Redirect($"{Address}?unsure=true#remove");
        }

        (byte[] Content, int? At)? written = null;
        var outcome = await drafts.SavePartAsync(
            HttpContext.Staff(), Row.Id, Seen, stored => (written = RuleText.Of(stored) is { } text ? Write(text, Find(text, place)) : null)?.Content, purpose: null, cancellationToken);
        if (outcome != RuleOutcome.Done)
        {
            // What was typed stays; saving once more writes it into what the other window saved, knowingly.
            (Not, Seen) = (outcome, Row.Version);
            (Rule, Place) = Do == "remove" ? (Text.Rules[At!.Value], Text.PlaceOf(At.Value)) : (Rule, Place);
            ModelState.Clear();
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }

        (Row.Content, var saved) = written!.Value;
        return saved is { } now && signatures.Read(Row).Fault is { } fault && RuleText.Of(Row.Content)?.At(fault.Line) == now
            ? Redirect($"{Draft}/rules/{now + 1}")
            : Redirect($"{Draft}?done=saved{(saved is { } shown ? $"#r-{shown + 1}" : "")}");
    }

    private (byte[] Content, int? At)? Write(RuleText text, int? at)
        => Do != "remove" ? text.Put(at, Rule, Place) : at is { } gone ? (text.Without(gone), null) : null;

    /// <summary>The rule that the form was made for, wherever it stands by now; null when it is new or gone, and saving adds it.</summary>
    private int? Find(RuleText text, string place)
        => place == New ? null
            : text.Number(place) is { } same && text.Rules[same].Id == Was ? same
            : text.Rules.ToList().FindIndex(rule => rule.Id == Was) is >= 0 and var found ? found : null;

    /// <summary>Null when the form can be shown; the draft's own page says why it cannot.</summary>
    private async Task<IActionResult?> LoadAsync(string draft, CancellationToken cancellationToken)
    {
        if (await drafts.FindAsync(draft, cancellationToken) is not { } row)
        {
            return NotFound();
        }

        if (row.AuthorId != HttpContext.Staff().AccountId || row.State != RuleDraftState.Writing || RuleText.Of(row.Content) is not { } text)
        {
            return Redirect($"/rules/drafts/{row.Id:N}{(HttpMethods.IsPost(Request.Method) ? "?not=" + Codes.Of(RuleOutcome.NotPossible) : "")}");
        }

        (Row, Text) = (row, text);
        return null;
    }
}
