using Microsoft.AspNetCore.Http.HttpResults;
using ReportingService.Intake.Api;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Sealing;
using ReportingService.Web.Languages;
using ReportingService.Web.Problems;

namespace ReportingService.Intake.WithdrawReport;

/// <summary>POST /api/v1/receipts/withdraw and /api/v1/receipts/undo: both answer with the new standing.</summary>
public static class WithdrawReportEndpoint
{
    /// <summary>Maps withdrawing.</summary>
    public static RouteHandlerBuilder MapWithdrawReport(this IEndpointRouteBuilder routes)
        => routes.MapPost("/receipts/withdraw", (HttpContext context, WithdrawReportHandler handler, OpenReceiptHandler open, Texts texts, CancellationToken cancellationToken)
            => ChangeAsync(context, handler.WithdrawAsync, open, texts, cancellationToken));

    /// <summary>Maps taking it back.</summary>
    public static RouteHandlerBuilder MapUndoWithdrawal(this IEndpointRouteBuilder routes)
        => routes.MapPost("/receipts/undo", (HttpContext context, WithdrawReportHandler handler, OpenReceiptHandler open, Texts texts, CancellationToken cancellationToken)
            => ChangeAsync(context, handler.UndoAsync, open, texts, cancellationToken));

    private static async Task<Results<Ok<OpenReceiptAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext context, Func<Receipt, CancellationToken, Task<bool>> change, OpenReceiptHandler open, Texts texts, CancellationToken cancellationToken)
    {
        var reading = await JsonFields.ReadAsync(context.Request, ["receipt"], cancellationToken);
        if (reading.Problem is { } problem)
        {
            return ProblemAnswer.Of(problem, texts);
        }

        if (Receipt.Read(reading.Form["receipt"]) is ReceiptReading.Good good)
        {
            await change(good.Receipt, cancellationToken);
        }

        return await open.HandleAsync(reading.Form["receipt"], cancellationToken) switch
        {
            OpenReceiptOutcome.Opened opened => TypedResults.Ok(OpenReceiptAnswer.Of(opened.Standing, texts)),
            OpenReceiptOutcome.Mistyped mistyped => ReceiptProblems.Mistyped(mistyped.Reading, texts),
            _ => ProblemAnswer.Of(ProblemCode.ReceiptUnknown, texts),
        };
    }
}
