using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ReportingService.Intake.AddMessage;
using ReportingService.Intake.Api;
using ReportingService.Intake.Forms;
using ReportingService.Intake.LeavePage;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.Recipients;
using ReportingService.Intake.WithdrawReport;
using ReportingService.Core.Keys;
using ReportingService.Core.Reports;
using ReportingService.Core.Vocabulary;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.Pages.Answer;

/// <summary>Coming back with the receipt. It travels in the body of every request and is in no address, title or log.</summary>
public sealed class AnswerPage(Texts texts, OpenReceiptHandler open, AddMessageReader additions, AddMessageHandler add, WithdrawReportHandler withdraw, DeskNames names, LeftPages left)
    : CitizenPage(texts, left)
{
    /// <summary>What the receipt opened; null asks for a receipt.</summary>
    public ReportStanding? Standing { get; private set; }

    /// <summary>Asks whether to withdraw.</summary>
    public bool AskWithdraw { get; private set; }

    /// <summary>What has just been done.</summary>
    public IList<string> Notices { get; } = [];

    /// <summary>Every file was refused and there were no words: nothing to be calm about.</summary>
    public bool NothingSent { get; private set; }

    /// <summary>Files came with a form that was refused: the browser shows none of them any more.</summary>
    public bool FilesLost => Errors.Count > 0 && Form.HasFiles;

    /// <summary>The words just sent say that life is in danger now.</summary>
    public bool Emergency { get; private set; }

    /// <summary>The protected body that alone is alarmed by them: no patrol comes. Null where the police have them.</summary>
    public string? Alarmed { get; private set; }

    /// <summary>What became of files just sent.</summary>
    public IReadOnlyList<ReceivedFile> Received { get; private set; } = [];

    /// <summary>Makes sending the reply twice one message.</summary>
    public string Nonce { get; } = ReportId.New().ToString();

    /// <summary>Asks for the receipt.</summary>
    public IActionResult OnGet(string? doing) => doing is null ? Page() : ToAsking();

    /// <summary>Opens, replies, withdraws or takes a withdrawal back.</summary>
    public async Task<IActionResult> OnPostAsync(string? doing, CancellationToken cancellationToken)
    {
        if (doing == "reply")
        {
            return await ReplyAsync(cancellationToken);
        }

        var unread = await ReadAsync(cancellationToken);
        if (IsOfAVisitLeft)
        {
            return ToClosed();
        }

        if (unread is { } problem)
        {
            Say(problem, AddMessageReader.Receipt);
            return Page();
        }

        if (doing is "withdrawn" or "undo" && Receipt.Read(Form[AddMessageReader.Receipt]) is ReceiptReading.Good good)
        {
            var done = doing == "undo" ? await withdraw.UndoAsync(good.Receipt, cancellationToken) : await withdraw.WithdrawAsync(good.Receipt, cancellationToken);
            if (done && doing == "undo")
            {
                Notices.Add(T["answer.undone"]);
            }
        }

        AskWithdraw = doing == "withdraw";
        return await OpenAsync(cancellationToken);
    }

    /// <summary>What comes of words that say that life is in danger.</summary>
    public string AlarmSays => Standing!.Waits && Alarmed is null ? T["danger.waiting"] : Alarmed is { } desk ? T["danger.only", ("desk", names.Of(desk))] : T["answer.danger"];

    /// <summary>A body that has a part of the report, by the name its readers know; the police are the unit that has it.</summary>
    public string NameOf(KeyDomain body) => body == KeyDomain.Helpline ? T["answer.reader.helpline"] : ProtectedBody.Of(body) is { } known ? names.Of(known.Desk) : T["answer.reader.unit"];

    /// <summary>A day as people write it here.</summary>
    public string DayOf(DateOnly day) => day.ToString("d.M.yyyy", CultureInfo.InvariantCulture);

    private RedirectResult ToAsking() => Redirect(PageMark.Link(HttpContext, Address("/answer")));

    private async Task<IActionResult> ReplyAsync(CancellationToken cancellationToken)
    {
        await using var addition = await additions.ReadAsync(Request, cancellationToken);
        Form = addition.Form;
        if (IsOfAVisitLeft)
        {
            return ToClosed();
        }

        var text = Form[AddMessageReader.Text].Trim();
        if (addition.Problem is { } problem)
        {
            Say(problem, AddMessageReader.Text);
        }
        else if (text.Length > FormLimits.Text)
        {
            Say(ProblemCode.TextTooLong, AddMessageReader.Text);
        }
        else if (addition.Reading is ReceiptReading.Good)
        {
            var nonce = Guid.TryParseExact(Form[AddMessageReader.Nonce], "N", out var page) ? page : ReportId.New().Value;
            if (addition.Draft.Readers <= 1 || Form[AddMessageReader.Reader].Length > 0)
            {
                Tell(await add.HandleAsync(addition.Draft, text, nonce, cancellationToken), text.Length > 0);
            }
            else if (await add.FindSentAsync(addition.Draft, text, nonce, cancellationToken) is { } sent)
            {
                Tell(sent, text.Length > 0);
            }
            else
            {
                Response.StatusCode = ProblemCode.InvalidValue.Status;
                Errors.Add((AddMessageReader.Reader, T["answer.reader.missing"]));
            }
        }

        return await OpenAsync(cancellationToken);
    }

    private void Tell(AddMessageOutcome outcome, bool words)
    {
        switch (outcome)
        {
            case AddMessageOutcome.Added added:
                NothingSent = !words && !added.Files.Any(file => file.Accepted || file.Code == FileCodes.Unread);
                Notices.Add(NothingSent ? T["answer.reply.none"] : added.MovedTo is { } desk ? T["answer.reply.moved", ("desk", names.Of(desk))] : T["answer.reply.sent"]);
                Received = added.Files;
                Emergency = added.Emergency;
                Alarmed = added.MovedTo ?? (Codes.TryParse<KeyDomain>(Form[AddMessageReader.Reader], out var reader) ? ProtectedBody.Of(reader)?.Desk : null);
                Form.Set(AddMessageReader.Text, string.Empty);
                break;
            case AddMessageOutcome.Nothing:
                Response.StatusCode = ProblemCode.TextMissing.Status;
                Errors.Add((AddMessageReader.Text, T["answer.missing"]));
                break;
            case AddMessageOutcome.NoSuchReader:
                Response.StatusCode = ProblemCode.InvalidValue.Status;
                Errors.Add((AddMessageReader.Reader, T["answer.reader.gone"]));
                break;
            case AddMessageOutcome.Ended:
                Say(ProblemCode.ReplyNotPossible, null);
                break;
            case AddMessageOutcome.BudgetSpent:
                Say(ProblemCode.BudgetSpent, AddMessageReader.Text);
                break;
            case AddMessageOutcome.Busy:
                Say(ProblemCode.Busy, AddMessageReader.Text);
                break;
            case AddMessageOutcome.StorageFull:
                Say(ProblemCode.StorageFull, AddMessageReader.Text);
                break;
        }
    }

    private async Task<IActionResult> OpenAsync(CancellationToken cancellationToken)
    {
        switch (await open.HandleAsync(Form[AddMessageReader.Receipt], cancellationToken))
        {
            case OpenReceiptOutcome.Opened opened:
                Standing = opened.Standing;
                AskWithdraw &= Standing.CanWithdraw;
                break;
            case OpenReceiptOutcome.Mistyped mistyped:
                Response.StatusCode = ProblemCode.ReceiptMistyped.Status;
                Errors.Add((AddMessageReader.Receipt, ReceiptProblems.SentenceOf(mistyped.Reading, T)));
                break;
            default:
                Say(ProblemCode.ReceiptUnknown, AddMessageReader.Receipt);
                break;
        }

        return Page();
    }
}
