using Microsoft.AspNetCore.Mvc;
using ReportingService.Intake.AddMessage;
using ReportingService.Intake.OpenReceipt;
using ReportingService.Intake.SubmitReport;
using ReportingService.Intake.Tokens;
using ReportingService.Intake.WithdrawReport;

namespace ReportingService.Intake.Api;

/// <summary>Registers and maps the API. It shares every handler with the pages.</summary>
internal static class IntakeApi
{
    private const string Problem = "application/problem+json";

    public static void AddIntakeApi(this IServiceCollection services)
        => services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(ApiDescription.DescribeDocument);
            options.AddSchemaTransformer(ApiDescription.DescribeSchema);
        });

    public static void MapIntakeApi(this WebApplication app)
    {
        // Only the one there is: the framework's own answer to another name is text, not a problem.
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json");
        var api = app.MapGroup("/api/v1").WithTags("reports");
        api.MapMintReceipt().WithName("mintReceipt").WithSummary("Mint a receipt and its token. Nothing is stored.");
        Describe(api.MapSubmitReport(), "submitReport", "Send a report. Accepted means durably stored.", 400, 409, 413, 415, 422, 503)
            .Accepts<ReportBody>("multipart/form-data", "application/x-www-form-urlencoded");
        Describe(api.MapOpenReceipt(), "openReceipt", "Where a report stands, and its messages.", 400, 404, 413, 415, 422).Accepts<ReceiptBody>("application/json");
        Describe(api.MapAddMessage(), "addMessage", "Add words or files to a report. In multipart the receipt and the reader come before the files.", 400, 404, 409, 413, 415, 422, 429, 503)
            .Accepts<MessageBody>("application/json", "multipart/form-data");
        Describe(api.MapWithdrawReport(), "withdrawReport", "Withdraw a report: contact stops at once, deletion follows after seven days.", 400, 404, 413, 415, 422).Accepts<ReceiptBody>("application/json");
        Describe(api.MapUndoWithdrawal(), "undoWithdrawal", "Take a withdrawal back within seven days.", 400, 404, 413, 415, 422).Accepts<ReceiptBody>("application/json");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string name, string summary, params ReadOnlySpan<int> refusals)
    {
        route.WithName(name).WithSummary(summary);
        foreach (var status in refusals)
        {
            route.Produces<ProblemDetails>(status, Problem);
        }

        return route;
    }
}
