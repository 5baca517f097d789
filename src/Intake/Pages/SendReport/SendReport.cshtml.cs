using Microsoft.AspNetCore.Mvc;
using ReportingService.Core.Keys;
using ReportingService.Core.Labels;
using ReportingService.Core.Places;
using ReportingService.Core.Routing;
using ReportingService.Core.Vocabulary;
using ReportingService.Intake.LeavePage;
using ReportingService.Intake.Recipients;
using ReportingService.Intake.SubmitReport;
using ReportingService.Intake.Tokens;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Pages.SendReport;

/// <summary>
/// The journey from first word to receipt, without session or cookie: every step is a form that carries the earlier answers.
/// </summary>
public sealed class SendReportPage(
    Texts texts, RoutingData routing, ReportFields fields, ReportPreview preview, FormTokens tokens, SubmitReportReader reader, SubmitReportHandler handler, DeskNames names, LeftPages left)
    : CitizenPage(texts, left)
{
    /// <summary>Set when the reader has been asked which place is meant.</summary>
    public const string PlaceAsked = "placeAsked";

    /// <summary>The step to show.</summary>
    public SendReportStep Step { get; private set; }

    /// <summary>The part of the address of the step that is shown, for the language links: after an error it is not the one that was asked for.</summary>
    public string Here => Step switch
    {
        SendReportStep.Report => "report",
        SendReportStep.About => "about",
        SendReportStep.Sent or SendReportStep.Once => "sent",
        _ => "check",
    };

    /// <summary>True when the page holds answers that a change of language must carry: all but the one that is shown without its form.</summary>
    public bool Carries => Step != SendReportStep.Once;

    /// <summary>Municipalities in the order of their names.</summary>
    public IEnumerable<Municipality> Municipalities => routing.Municipalities.All.OrderBy(m => m.NameIn(T.Language.Tag), Alphabet.Of(T.Language.Tag));

    /// <summary>Units a report can be about, in the order of their names.</summary>
    public IEnumerable<Desk> Units => fields.ConcernedUnits.OrderBy(unit => names.Of(unit.Code), Alphabet.Of(T.Language.Tag));

    /// <summary>Names of desks and municipalities.</summary>
    public DeskNames Names => names;

    /// <summary>The place question, on the place step.</summary>
    public PlaceQuestion? Question { get; private set; }

    /// <summary>Who will and who will not receive it, on the check step.</summary>
    public Core.Routing.Recipients? Recipients { get; private set; }

    /// <summary>The labels behind it, on the check step.</summary>
    public ReportLabels? Labels { get; private set; }

    /// <summary>Nobody who may read it can open it now, on the check step.</summary>
    public bool Waits { get; private set; }

    /// <summary>Files came with a report that could not be sent: no browser keeps them.</summary>
    public bool FilesLost { get; private set; }

    /// <summary>The signed token of this check page.</summary>
    public string Token { get; private set; } = string.Empty;

    /// <summary>The receipt, on the sent step.</summary>
    public string ReceiptText { get; private set; } = string.Empty;

    /// <summary>The address the reader came by, for the paper copy: the onion address on the onion site. The server's own name, nothing of the reader.</summary>
    public string SiteAddress => Request.Host.Value ?? string.Empty;

    /// <summary>What was sent, on the sent step.</summary>
    public SubmittedReport? Submitted { get; private set; }

    /// <summary>Words mention police, but neither a tick nor a program took that for a complaint, and police would read it, or could get a copy.</summary>
    public bool MentionsPoliceOnly => Labels is { } labels && !ProtectionRule.IsAboutPolice(labels) && Recipients!.Protection is Protection.None or Protection.Helpline && PoliceMention.IsIn(Form[ReportFields.Text]);

    /// <summary>The helpline reads it because a program took the writer for the victim; nothing was ticked that says so.</summary>
    public bool GuessedVictim => Recipients?.Protection == Protection.Helpline && Labels is { Ticks: { Victim: false, HelplineOnly: false } } labels && !ProtectionRule.IsAboutPolice(labels) && !labels.Has(Sign.NoPolice);

    /// <summary>What comes of an emergency that the police do not get.</summary>
    public string AlarmsOnly(IEnumerable<string> desks) => T["danger.only", ("desk", string.Join("; ", desks.Select(names.Of).Distinct()))];

    /// <summary>Shows the empty first step; other steps have nothing to show without answers, and an empty form after sending would frighten.</summary>
    public IActionResult OnGet(string step)
    {
        if (step == "sent")
        {
            return Show(SendReportStep.Once);
        }

        return step == "report" ? Page() : ToFirstStep();
    }

    /// <summary>Takes the answers so far and shows the step asked for, or the one where something is missing.</summary>
    public async Task<IActionResult> OnPostAsync(string step, CancellationToken cancellationToken)
    {
        if (step == "sent")
        {
            return await SendAsync(cancellationToken);
        }

        var unread = await ReadAsync(cancellationToken);
        if (IsOfAVisitLeft)
        {
            return ToClosed();
        }

        if (unread is { } problem)
        {
            Say(problem, ReportFields.Text);
            return Show(SendReportStep.Report);
        }

        if (step == "report")
        {
            return Show(SendReportStep.Report);
        }

        var (report, wrong, field) = fields.Read(Form, strict: false);
        if (wrong is not null && (step == "check" || field == ReportFields.Text))
        {
            Say(wrong, field);
            return Show(field == ReportFields.Text ? SendReportStep.Report : SendReportStep.About);
        }

        return step == "about" ? Show(SendReportStep.About) : await CheckAsync(report!, Receipt.Mint(), cancellationToken);
    }

    /// <summary>What the reader ticked, as sentences.</summary>
    public IEnumerable<string> Ticked => ReportFields.Ticks.Where(Form.IsTicked).Select(name => T["about." + name]);

    private async Task<IActionResult> SendAsync(CancellationToken cancellationToken)
    {
        var submission = await reader.ReadAsync(Request, mintWithoutToken: false, cancellationToken);
        await using (submission)
        {
            Form = submission.Form;
            if (IsOfAVisitLeft)
            {
                return ToClosed();
            }

            FilesLost = Form.HasFiles;
            if (submission is { Repeated: { } first, Receipt: { } known })
            {
                return Sent(known, first);
            }

            var (report, wrong, field) = fields.Read(Form, strict: false);
            if (submission.Receipt is { } receipt && report is null && submission.Problem is null && await handler.FindAsync(receipt, cancellationToken) is { } sent)
            {
                // The sent page in another language: only the token came back.
                return Sent(receipt, sent);
            }

            if (report is null && submission.Problem is { } unread && (Form.Names.Count == 0 || unread == ProblemCode.Busy))
            {
                // Nothing of the form could be read, or not its text: that, and not an empty text, is what went wrong.
                Say(unread, ReportFields.Text);
                return Show(SendReportStep.Report);
            }

            if (report is null)
            {
                Say(wrong!, field);
                return Show(field == ReportFields.Text ? SendReportStep.Report : SendReportStep.About);
            }

            if (submission.Problem is { } problem)
            {
                Say(problem, null);
                var keep = submission.Receipt is { } old && problem != ProblemCode.TokenExpired ? old : Receipt.Mint();
                return await CheckAsync(report, keep, cancellationToken);
            }

            switch (await handler.HandleAsync(report, submission.Receipt!, submission.Draft, cancellationToken))
            {
                case SubmitReportOutcome.Accepted accepted:
                    return Sent(accepted.Receipt, accepted.Report);
                case SubmitReportOutcome.StorageFull:
                    Say(ProblemCode.StorageFull, null);
                    return await CheckAsync(report, submission.Receipt!, cancellationToken);
                default:
                    Say(ProblemCode.Busy, null);
                    return await CheckAsync(report, submission.Receipt!, cancellationToken);
            }
        }
    }

    private async Task<IActionResult> CheckAsync(PlainReport report, Receipt receipt, CancellationToken cancellationToken)
    {
        if (!Form.IsTicked(PlaceAsked) && preview.AskPlace(report) is { Candidates.Count: > 1 } question)
        {
            Question = question;
            return Show(SendReportStep.Place);
        }

        (Recipients, Labels, Waits) = await preview.OfAsync(report, cancellationToken);
        Token = tokens.Issue(receipt);
        return Show(SendReportStep.Check);
    }

    private IActionResult Sent(Receipt receipt, SubmittedReport submitted)
    {
        ReceiptText = receipt.Grouped;
        Token = tokens.Issue(receipt);
        Submitted = submitted;
        return Show(SendReportStep.Sent);
    }

    private IActionResult Show(SendReportStep step)
    {
        Step = step;
        return Page();
    }
}
