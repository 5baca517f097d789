using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Core.Reports;
using ReportingService.Intake.Admission;
using ReportingService.Intake.Api;
using ReportingService.Intake.Forms;
using ReportingService.Intake.ReceiveFiles;
using ReportingService.Intake.Recipients;
using ReportingService.Intake.SubmitReport;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.AddMessage;

/// <summary>POST /api/v1/receipts/messages: JSON, or multipart when files come along.</summary>
public static class AddMessageEndpoint
{
    /// <summary>Maps the endpoint.</summary>
    public static RouteHandlerBuilder MapAddMessage(this IEndpointRouteBuilder routes) => routes.MapPost("/receipts/messages", AddAsync);

    private static async Task<Results<Created<AddMessageAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext context, AddMessageReader reader, AddMessageHandler handler, DeskNames names, Texts texts, CancellationToken cancellationToken)
    {
        var addition = context.Request.HasJsonContentType()
            ? await FromJsonAsync(context.Request, reader, cancellationToken)
            : await reader.ReadAsync(context.Request, cancellationToken);
        await using (addition)
        {
            var form = addition.Form;
            var text = form[AddMessageReader.Text].Trim();
            var files = addition.Draft.Files;
            var problem = addition.Problem
                ?? (form.Names.Any(name => name is not (AddMessageReader.Receipt or AddMessageReader.Reader or AddMessageReader.Text)) ? ProblemCode.UnknownField
                : form.Repeated.Count > 0 ? ProblemCode.RepeatedField
                : text.Length > FormLimits.Text ? ProblemCode.TextTooLong
                : files is { TooMany: true } ? ProblemCode.TooManyFiles
                : files is { TooLarge: true } ? ProblemCode.FileTooLarge
                : null);
            if (problem is not null)
            {
                return Refuse(problem, context, texts);
            }

            if (addition.Reading is ReceiptReading.Mistyped mistyped)
            {
                return ReceiptProblems.Mistyped(mistyped, texts);
            }

            return await handler.HandleAsync(addition.Draft, text, ReportId.New().Value, cancellationToken) switch
            {
                AddMessageOutcome.Added added => TypedResults.Created((string?)null, new AddMessageAnswer(added.Message?.ToString("N"), added.Files, added.MovedTo is { } desk ? new Recipient(desk, names.Of(desk), "report") : null, added.Emergency)),
                AddMessageOutcome.Unknown => Refuse(ProblemCode.ReceiptUnknown, context, texts),
                AddMessageOutcome.Ended => Refuse(ProblemCode.ReplyNotPossible, context, texts),
                AddMessageOutcome.NoSuchReader => Refuse(ProblemCode.InvalidValue, context, texts),
                AddMessageOutcome.Nothing => Refuse(ProblemCode.TextMissing, context, texts),
                AddMessageOutcome.BudgetSpent => Refuse(ProblemCode.BudgetSpent, context, texts),
                AddMessageOutcome.StorageFull => Refuse(ProblemCode.StorageFull, context, texts),
                _ => Refuse(ProblemCode.Busy, context, texts),
            };
        }
    }

    private static async Task<PlainAddition> FromJsonAsync(HttpRequest request, AddMessageReader reader, CancellationToken cancellationToken)
    {
        var reading = await JsonFields.ReadAsync(request, [AddMessageReader.Receipt, AddMessageReader.Reader, AddMessageReader.Text], cancellationToken);
        return await reader.OfAsync(reading, cancellationToken);
    }

    private static ProblemHttpResult Refuse(ProblemCode problem, HttpContext context, Texts texts)
    {
        Gates.TellWhen(context.Response, problem);
        return ProblemAnswer.Of(problem, texts);
    }
}

/// <summary>What was added.</summary>
public sealed record AddMessageAnswer(
    string? Id,
    IReadOnlyList<ReceivedFile> Files,
    [property: Description("Who alone got the words, because the desk that holds the report must not read them. null: they went to that desk.")] Recipient? MovedTo,
    [property: Description("true: the words say that life is in danger now. Show 192 and 112; whoever has the report is alarmed.")] bool Emergency);
