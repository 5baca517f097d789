using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Forms;
using ReportingService.Intake.LeavePage;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Pages;

/// <summary>What every citizen page has: its texts, the form it was posted, and what is wrong with it.</summary>
[IgnoreAntiforgeryToken]
public abstract class CitizenPage(Texts texts, LeftPages left) : PageModel
{
    /// <summary>The page's texts.</summary>
    public Texts T { get; } = texts;

    /// <summary>The fields that were posted; empty on a first visit.</summary>
    public PlainForm Form { get; protected set; } = new();

    /// <summary>What is wrong, in the reader's language: the field's id and the sentence.</summary>
    public IList<(string Field, string Sentence)> Errors { get; } = [];

    /// <summary>The mark of this visit, for the forms of the page: the one that came with the form, else a new one.</summary>
    public string Mark => PageMark.OfForms(HttpContext);

    /// <summary>Threat: the form was sent before the quick exit and is sent again by whoever went back. Nothing of it is shown or stored.</summary>
    protected bool IsOfAVisitLeft => PageMark.Own(HttpContext) is { } mark && left.Has(mark);

    /// <summary>The address of a page in the reader's language.</summary>
    protected string Address(string page) => $"/{T.Language.Tag}{page}";

    /// <summary>The sentence about a field; null when it is in order.</summary>
    public string? ErrorOf(string field) => Errors.FirstOrDefault(error => error.Field == field).Sentence;

    /// <summary>The page of another step, with what was typed, showing this error.</summary>
    protected void Say(ProblemCode problem, string? field)
    {
        Response.StatusCode = problem.Status;
        Gates.TellWhen(Response, problem);
        // "Your text is still here" only where it is: a form that found no room came without it.
        var sentence = problem == ProblemCode.Busy && Form.Names.Contains("text") ? T["check.busy", ("s", Gates.RetryAfterSeconds)]
            : problem == ProblemCode.InvalidValue ? T["about.invalid"]
            : T["problem." + problem.Code];
        Errors.Add((field ?? "main", sentence));
    }

    /// <summary>A posted step was opened by its address: back to the first step, for there is nothing to show.</summary>
    protected IActionResult ToFirstStep() => Redirect(PageMark.Link(HttpContext, Address("/report")));

    /// <summary>What somebody sees who goes back after the quick exit: one sentence, so that nobody takes a form sent again for a report sent.</summary>
    protected IActionResult ToClosed() => Redirect(Address("/closed"));

    /// <summary>Reads a posted form without files.</summary>
    protected async Task<ProblemCode?> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = await PlainFormReader.ReadAsync(Request, null, cancellationToken);
        Form = reading.Form;
        return reading.Problem;
    }
}
